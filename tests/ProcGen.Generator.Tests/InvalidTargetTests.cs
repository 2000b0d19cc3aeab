using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using ProcGen.Generator.Tests.Infrastructure;
using ProcGen.Validation;

namespace ProcGen.Generator.Tests;

/// <summary>Whatever is no target gets no code, and validation says why.</summary>
public class InvalidTargetTests
{
    private const string Types = """
        public ref struct Span2 { }
        public interface IPlain { }
        public abstract class Abstract { }
        public class NoWay { public NoWay(int other) { } public int Value { get; set; } }
        public class Lost { public int Value { get; } }
        public class LostToo { public int Value { get; private set; } }
        public class Sealed { private int _value = 1; public int Get() => _value; }
        public class Bag : List<int> { }
        public class Items : IEnumerable<int> { public int Count { get; set; } public IEnumerator<int> GetEnumerator() => throw null!; System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => throw null!; }
        public class Oops : Exception { }
        public class Holder { public List<Inner> Items { get; set; } = []; public class Inner { public Action? Callback { get; set; } } }
        public class Tree { public Tree? Next { get; set; } public object? Value { get; set; } }
        [MessagePack.MessagePackObject] public class NoKey { public int Value { get; set; } }
        [MessagePack.MessagePackObject] public class TwoKeys { [MessagePack.Key(0)] public int A { get; set; } [MessagePack.Key(0)] public int B { get; set; } }
        [MessagePack.MessagePackObject] public class MixedKeys { [MessagePack.Key(0)] public int A { get; set; } [MessagePack.Key("b")] public int B { get; set; } }
        [MessagePack.MessagePackObject] public class BadKey { [MessagePack.Key(-1)] public int A { get; set; } }
        [MessagePack.Union(0, typeof(string))] public interface IBadUnion { }
        [MessagePack.Union(0, typeof(GoodCase))] [MessagePack.Union(1, typeof(BadCase))] public interface IUnion { }
        public class GoodCase : IUnion { }
        public class BadCase : IUnion { public System.IO.Stream? Stream { get; set; } }
        [MessagePack.MessagePackFormatter(typeof(HiddenFormatter))] public class BadFormatter { private class HiddenFormatter { } }
        """;

    [Theory]
    [InlineData("static void Run<T>() { }", "GenericMethod", "Run")]
    [InlineData("void Run() { }", "InstanceMethod", "Run")]
    [InlineData("static async void Run() => await Task.Yield();", "AsyncVoid", "Run")]
    [InlineData("static void Run(ref int value) { }", "ByReference", "value")]
    [InlineData("static void Run(in int value) { }", "ByReference", "value")]
    [InlineData("static void Run(out int value) => value = 1;", "ByReference", "value")]
    [InlineData("static ref int Run() => throw null!;", "ByReference", "Run")]
    [InlineData("static void Run(CancellationToken a, CancellationToken b) { }", "SeveralCancellationTokens", "b")]
    [InlineData("static void Run() { } public class RunProcess { }", "GeneratedNameTaken", "Run")]
    [InlineData("static void Run() { } public const int RunCall = 1;", "GeneratedNameTaken", "Run")]
    [InlineData("static unsafe void Run(int* value) { }", "Pointer", "value")]
    [InlineData("static unsafe void Run(delegate*<void> value) { }", "Pointer", "value")]
    [InlineData("static void Run(Span<int> value) { }", "RefStruct", "value")]
    [InlineData("static void Run(Span2 value) { }", "RefStruct", "value")]
    [InlineData("static void Run(object value) { }", "Object", "value")]
    [InlineData("static void Run(dynamic value) { }", "Object", "value")]
    [InlineData("static object Run() => 1;", "Object", "return value")]
    [InlineData("static void Run(Action value) { }", "Delegate", "value")]
    [InlineData("static void Run(System.IO.Stream value) { }", "Stream", "value")]
    [InlineData("static void Run(System.IO.MemoryStream value) { }", "Stream", "value")]
    [InlineData("static void Run(Task<int> value) { }", "Task", "value")]
    [InlineData("static void Run(ValueTask value) { }", "Task", "value")]
    [InlineData("static void Run(IAsyncEnumerable<int> value) { }", "Task", "value")]
    [InlineData("static Task<Task<int>> Run() => throw null!;", "Task", "return value")]
    [InlineData("static void Run(CancellationTokenSource value) { }", "Cancellation", "value")]
    [InlineData("static void Run(List<CancellationToken> value) { }", "Cancellation", "value[]")]
    [InlineData("static void Run(List<IProgress<int>> value) { }", "NestedProgress", "value[]")]
    [InlineData("static void Run(IProgress<object> value) { }", "Object", "value")]
    [InlineData("static void Run(IPlain value) { }", "InterfaceWithoutUnion", "value")]
    [InlineData("static void Run(Abstract value) { }", "AbstractWithoutUnion", "value")]
    [InlineData("static void Run(int[,,,] value) { }", "ArrayRank", "value")]
    [InlineData("static void Run(System.Text.StringBuilder value) { }", "PlatformType", "value")]
    [InlineData("static void Run(System.Net.Http.HttpClient value) { }", "PlatformType", "value")]
    [InlineData("static void Run(Oops value) { }", "PlatformBase", "value")]
    [InlineData("static void Run(Bag value) { }", "PlatformBase", "value")]
    [InlineData("static void Run(Items value) { }", "CustomCollection", "value")]
    [InlineData("private static void Run(Hidden value) { } private class Hidden { public int A { get; set; } }", "NotAccessible", "value")]
    [InlineData("private static void Run(Hidden[] value) { } private enum Hidden { }", "NotAccessible", "value")]
    [InlineData("static void Run(NoWay value) { }", "NoUsableConstructor", "value")]
    [InlineData("static void Run(Lost value) { }", "MemberCannotBeSet", "value.Value")]
    [InlineData("static void Run(LostToo value) { }", "MemberCannotBeSet", "value.Value")]
    [InlineData("static void Run(Sealed value) { }", "NothingToCarry", "value")]
    [InlineData("static void Run(Dictionary<string, Holder> value) { }", "Delegate", "value.Value.Items[].Callback")]
    [InlineData("static void Run((int Number, Holder Text)? value) { }", "Delegate", "value.Text.Items[].Callback")]
    [InlineData("static void Run(Tree value) { }", "Object", "value.Value")]
    [InlineData("static void Run(NoKey value) { }", "MissingKey", "value.Value")]
    [InlineData("static void Run(TwoKeys value) { }", "InvalidKeys", "value.B")]
    [InlineData("static void Run(MixedKeys value) { }", "InvalidKeys", "value.B")]
    [InlineData("static void Run(BadKey value) { }", "InvalidKeys", "value.A")]
    [InlineData("static void Run(IBadUnion value) { }", "InvalidUnion", "value")]
    [InlineData("static void Run(IUnion value) { }", "Stream", "value(BadCase).Stream")]
    [InlineData("static void Run(BadFormatter value) { }", "NotAccessible", "value")]
    [InlineData("static void Run(Unknown value) { }", "UnknownType", "value")]
    public void An_invalid_method_gets_no_code(string method, string reason, string path) =>
        Refuses($"public partial class Jobs {{ [ProcessTarget] public {method} }}\n{Types}".Replace("public private", "private", StringComparison.Ordinal), reason, path);

    [Theory]
    [InlineData("public class Jobs { [ProcessTarget] public static void Run() { } }", "NotPartial")]
    [InlineData("public class Outer { public partial class Jobs { [ProcessTarget] public static void Run() { } } }", "NotPartial")]
    [InlineData("public partial class Jobs<T> { [ProcessTarget] public static void Run() { } }", "GenericContainingType")]
    [InlineData("public partial class Outer<T> { public partial class Jobs { [ProcessTarget] public static void Run() { } } }", "GenericContainingType")]
    [InlineData("file partial class Jobs { [ProcessTarget] public static void Run() { } }", "ContainingTypeNotAccessible")]
    [InlineData("public partial class Outer { private partial class Jobs { [ProcessTarget] public static void Run() { } } }", "ContainingTypeNotAccessible")]
    [InlineData("public partial class Jobs { [ProcessTarget(Name = \"1a\")] public static void Run() { } }", "InvalidName")]
    [InlineData("public partial class Jobs { [ProcessTarget(Name = \"\")] public static void Run() { } }", "InvalidName")]
    [InlineData("public partial class Jobs { [ProcessTarget] public static void Run() { } [ProcessTarget] public static void Run(int value) { } }", "DuplicateName")]
    [InlineData("public partial class Jobs { [ProcessTarget] public static void Run() { } [ProcessTarget] public static Task RunAsync() => throw null!; }", "DuplicateName")]
    [InlineData("public partial interface IJobs { [ProcessTarget] static abstract void Run(); }", "AbstractMethod")]
    [InlineData("public abstract partial class Jobs : ChildProcess { [ProcessTarget] public override void Run() { } }", "AbstractProcessClass")]
    [InlineData("public partial class Jobs : ChildProcess { [ProcessTarget] public override void Run() { } [ProcessTarget] public override Task RunAsync(CancellationToken token = default) => throw null!; }", "SeveralProcessTargets")]
    [InlineData("public abstract class Base : ChildProcess { protected Base(int value) { } } public partial class Jobs : Base { public Jobs() : base(1) { } [ProcessTarget] public override void Run() { } }", "NoBaseConstructor")]
    [InlineData("public partial class Jobs : ChildProcess { [ProcessTarget] public override async void Run() => await Task.Yield(); }", "AsyncVoid")]
    [InlineData("public partial class Jobs(List<int> items) : ChildProcess { private int _count = items.Count; [ProcessTarget] public override void Run() => _count++; }", "ParameterUsedUp")]
    [InlineData("public partial class Jobs : ChildProcess { public Action? Callback; [ProcessTarget] public override void Run() { } }", "Delegate")]
    [InlineData("public partial class Jobs { [ProcessTarget] public void Run() { } }", "InstanceMethod")]
    public void An_invalid_type_gets_no_code(string source, string reason) => Refuses(source, reason, null);

    [Theory]
    [InlineData("public abstract class Other : Exception { }", "NotAnException")]
    [InlineData("public class Other<T> : Exception { }", "NotAnException")]
    [InlineData("public class Other { }", "NotAnException")]
    [InlineData("public class Other : Exception { public Other(int unknown) { } }", "NoUsableConstructor")]
    [InlineData("file class Other : Exception { }", "NotAccessible")]
    [InlineData("public class Other : Exception { public Action? Callback { get; set; } }", "Delegate")]
    public void An_invalid_exception_class_gets_no_code(string source, string reason)
    {
        GeneratorRun run = GeneratorRun.Of("[ProcessException] " + source);
        Assert.Empty(run.Files);
        INamedTypeSymbol type = run.Output.GetSymbolsWithName("Other", SymbolFilter.Type, TestContext.Current.CancellationToken).OfType<INamedTypeSymbol>().Single();
        Assert.Null(ExceptionClasses.Shape(type, new TypeClassifier(run.Output), out Problem? problem));
        Assert.Equal(reason, problem!.Reason.ToString());
    }

    [Fact]
    public void Every_reason_has_a_test()
    {
        HashSet<string> tested = [.. typeof(InvalidTargetTests).GetMethods()
            .SelectMany(static method => method.GetCustomAttributes(typeof(InlineDataAttribute), false).Cast<InlineDataAttribute>())
            .SelectMany(static data => data.Data).OfType<string>()];
        // A type parameter needs a generic method or type, which are refused with reasons of their own.
        Assert.Equal([nameof(InvalidReason.TypeParameter)], Enum.GetNames<InvalidReason>().Where(name => !tested.Contains(name)));
    }

    [Fact]
    public void What_is_valid_beside_it_stays()
    {
        GeneratorRun run = GeneratorRun.Of("public static partial class Jobs { [ProcessTarget] public static void Bad(object value) { } [ProcessTarget] public static void Good() { } }");
        run.CompilesStrictly();
        Assert.Contains("class GoodProcess", run.AllText, StringComparison.Ordinal);
        Assert.DoesNotContain("class BadProcess", run.AllText, StringComparison.Ordinal);
    }

    private static void Refuses(string source, string reason, string? path)
    {
        GeneratorRun run = GeneratorRun.Of(source);
        Assert.Empty(run.Files);

        TargetValidator validator = new(new TypeClassifier(run.Output));
        IMethodSymbol[] methods = [.. run.Output.GetSymbolsWithName(static _ => true, SymbolFilter.Member, TestContext.Current.CancellationToken).OfType<IMethodSymbol>().Where(TargetNames.IsMarked)];
        Assert.NotEmpty(methods);
        foreach (IMethodSymbol method in methods)
        {
            Problem problem = Assert.Single(validator.Validate(method, TestContext.Current.CancellationToken));
            Assert.Equal(reason, problem.Reason.ToString());
            if (path is not null)
            {
                Assert.Equal(path, problem.Path);
            }
        }
    }
}
