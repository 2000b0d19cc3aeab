using ProcGen.Analyzers.Declaration;
using ProcGen.Analyzers.Tests.Infrastructure;

namespace ProcGen.Analyzers.Tests.Declaration;

public class PG1002Tests
{
    [Theory]
    [InlineData("static void {|PG1002:Run|}<T>() { }")]
    [InlineData("static void Run(ref int {|PG1002:value|}) { }")]
    [InlineData("static void Run(in int {|PG1002:value|}) { }")]
    [InlineData("static void Run(out int {|PG1002:value|}) => value = 1;")]
    [InlineData("static void Run(ref readonly int {|PG1002:value|}) { }")]
    [InlineData("static ref int {|PG1002:Run|}() => throw null!;")]
    [InlineData("static unsafe void Run(int* {|PG1002:value|}) { }")]
    [InlineData("static unsafe void Run(delegate*<void> {|PG1002:value|}) { }")]
    [InlineData("static void Run(Span<int> {|PG1002:value|}) { }")]
    [InlineData("static void Run(Here {|PG1002:value|}) { }")]
    [InlineData("static void Run(ref int {|PG1002:value|}, ref int other) { }")]
    public Task What_is_bound_to_its_process_is_reported(string method) =>
        Rule<DeclarationAnalyzer>.ReportsAsync($"public partial class Jobs {{ [ProcessTarget] public {method} }} public ref struct Here {{ }}");

    [Theory]
    [InlineData("public partial class {|PG1002:Jobs|}<T> { [ProcessTarget] public static void Run() { } }")]
    [InlineData("public partial class Outer<T> { public partial class {|PG1002:Jobs|} { [ProcessTarget] public static void Run() { } } }")]
    public Task A_generic_type_is_reported(string source) => Rule<DeclarationAnalyzer>.ReportsAsync(source);

    [Theory]
    [InlineData("static void Run(int value) { }")]
    [InlineData("static void Run(Memory<int> value) { }")]
    [InlineData("static void Run(List<int> value) { }")]
    [InlineData("static void Run(params int[] value) { }")]
    [InlineData("static int Run(int value = 1) => value;")]
    public Task Values_are_left_alone(string method) =>
        Rule<DeclarationAnalyzer>.IsSilentAsync($"public partial class Jobs {{ [ProcessTarget] public {method} public static void Other<T>(ref T value) {{ }} }} public class Plain<T> {{ }}");

    [Theory]
    [InlineData("static void Run(int value) { }")]
    [InlineData("static void Run(ReadOnlyMemory<byte> value) { }")]
    [InlineData("static void Run(int? value, string? name = null) { }")]
    [InlineData("static async IAsyncEnumerable<int> Run(int from, [EnumeratorCancellation] CancellationToken token = default) { await Task.Yield(); yield return from; }")]
    [InlineData("static ValueTask<int[]> Run(IReadOnlyList<int> value) => new([.. value]);")]
    [InlineData("static void Run((int A, string B) value) { }")]
    [InlineData("static int Run(Dictionary<string, int> value) { Local(ref value); return value.Count; static void Local<T>(ref T value) { } }")]
    public Task What_users_pass_by_value_is_left_alone(string method) => Rule<DeclarationAnalyzer>.IsSilentAsync($"public partial class Jobs {{ [ProcessTarget] public {method} }}");
}
