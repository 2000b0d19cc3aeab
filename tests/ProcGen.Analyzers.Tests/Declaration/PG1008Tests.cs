using ProcGen.Analyzers.Declaration;
using ProcGen.Analyzers.Tests.Infrastructure;

namespace ProcGen.Analyzers.Tests.Declaration;

public class PG1008Tests
{
    private const string Types = """
        public class Tree { public Tree? Next { get; set; } public object? Value { get; set; } }
        [MessagePack.MessagePackObject] public class Typeless { [MessagePack.Key(0), MessagePack.MessagePackFormatter(typeof(MessagePack.Formatters.TypelessFormatter))] public object? Value { get; set; } }
        """;

    [Theory]
    [InlineData("static void Run(object {|PG1008:value|}) { }")]
    [InlineData("static void Run(dynamic {|PG1008:value|}) { }")]
    [InlineData("static object {|PG1008:Run|}() => 1;")]
    [InlineData("static void Run(List<object> {|PG1008:value|}) { }")]
    [InlineData("static void Run(Tree {|PG1008:value|}) { }")]
    [InlineData("static void Run(Typeless {|PG1008:value|}) { }")]
    [InlineData("static void Run(IProgress<object> {|PG1008:value|}) { }")]
    [InlineData("static async IAsyncEnumerable<object> {|PG1008:Run|}() { await Task.Yield(); yield return 1; }")]
    public Task What_would_name_its_type_is_reported(string method) => Rule<DeclarationAnalyzer>.ReportsAsync($"public partial class Jobs {{ [ProcessTarget] public {method} }}\n{Types}");

    [Theory]
    [InlineData("object M() => new ProcessQueue<{|PG1008:object|}>(1);")]
    [InlineData("Connection<{|PG1008:Tree|}>? _connection;")]
    [InlineData("object M() => ProcessPipe.Create<{|PG1008:dynamic[]|}>();")]
    public Task Items_that_would_name_their_type_are_reported(string member) => Rule<DeclarationAnalyzer>.ReportsAsync($"public class C {{ {member} }}\n{Types}");

    [Theory]
    [InlineData("[ProcessTarget] public static void Run(string value) { object local = value; }")]
    [InlineData("public static object Run(object value, dynamic other) => value;")]
    public Task Objects_that_do_not_cross_are_left_alone(string method) => Rule<DeclarationAnalyzer>.IsSilentAsync($"public partial class Jobs {{ {method} }}\n{Types}");

    [Theory]
    [InlineData("static void Run(int value) { }")]
    [InlineData("static int Run(string[] values) { dynamic d = values; return d.Length; }")]
    [InlineData("static void Run(IProgress<string> value) => value.Report(string.Format(\"{0}\", (object)1));")]
    [InlineData("static string Run(int value) => $\"{(object)value}\";")]
    public Task Values_of_users_that_have_types_are_left_alone(string method) => Rule<DeclarationAnalyzer>.IsSilentAsync($"public partial class Jobs {{ [ProcessTarget] public {method} }}\n{Types}");
}
