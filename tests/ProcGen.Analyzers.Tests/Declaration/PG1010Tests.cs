using ProcGen.Analyzers.Declaration;
using ProcGen.Analyzers.Tests.Infrastructure;

namespace ProcGen.Analyzers.Tests.Declaration;

public class PG1010Tests
{
    [Theory]
    [InlineData("[ProcessException] public abstract class {|PG1010:Oops|} : Exception { }")]
    [InlineData("[ProcessException] public class {|PG1010:Oops|}<T> : Exception { }")]
    [InlineData("[ProcessException] public class {|PG1010:Oops|} { }")]
    [InlineData("[ProcessException] public class {|PG1010:Oops|} : Exception { public Oops(int unknown) { } }")]
    [InlineData("[ProcessException] file class {|PG1003:Oops|} : Exception { }")]
    public Task A_class_that_cannot_be_made_again_is_reported(string source) => Rule<DeclarationAnalyzer>.ReportsAsync(source);

    [Theory]
    [InlineData("[ProcessException] public class Oops : Exception { }")]
    [InlineData("[ProcessException] public class Oops(string message, Exception? innerException = null) : Exception(message, innerException) { public int Code { get; set; } }")]
    [InlineData("public abstract class Oops : Exception { }")]
    public Task Others_are_left_alone(string source) => Rule<DeclarationAnalyzer>.IsSilentAsync(source);

    [Theory]
    [InlineData("[ProcessException] public sealed class Oops : Exception { public Oops() { } public Oops(string message) : base(message) { } public Oops(string message, Exception inner) : base(message, inner) { } }")]
    [InlineData("[ProcessException] public class Oops(string message, int code) : Exception(message) { public int Code { get; } = code; }")]
    [InlineData("[ProcessException] public class Oops(string message) : InvalidOperationException(message);")]
    [InlineData("public class Outer { [ProcessException] public class Oops : Exception { } }")]
    public Task Exceptions_of_users_are_left_alone(string source) => Rule<DeclarationAnalyzer>.IsSilentAsync(source);

    [Theory]
    [InlineData("[ProcessException] public class Oops : Exception { public int Code { get; init; } public string? Where { get; set; } }")]
    [InlineData("public class Oops : Exception { public Oops(Stream stream) { } }")]
    [InlineData("[ProcessException] public class Base : Exception { } [ProcessException] public class Derived : Base { }")]
    [InlineData("[ProcessException] internal sealed class Oops(string message, Exception? innerException) : Exception(message, innerException);")]
    public Task More_exceptions_of_users_are_left_alone(string source) => Rule<DeclarationAnalyzer>.IsSilentAsync(source);
}
