using ProcGen.Analyzers.Declaration;
using ProcGen.Analyzers.Tests.Infrastructure;

namespace ProcGen.Analyzers.Tests.Declaration;

public class PG1003Tests
{
    [Theory]
    [InlineData("file partial class {|PG1003:Jobs|} { [ProcessTarget] public static void Run() { } }")]
    [InlineData("public partial class Outer { private partial class {|PG1003:Jobs|} { [ProcessTarget] public static void Run() { } } }")]
    [InlineData("public partial class Jobs { [ProcessTarget] private static void Run(Hidden {|PG1003:value|}) { } private class Hidden { public int A { get; set; } } }")]
    [InlineData("public partial class Jobs { [ProcessTarget] private static void Run(List<Hidden> {|PG1003:value|}) { } private enum Hidden { } }")]
    [InlineData("public partial class Jobs { [ProcessTarget] private static Hidden {|PG1003:Run|}() => throw null!; private class Hidden { public int A { get; set; } } }")]
    [InlineData("class C { object M() => new ProcessQueue<{|PG1003:Hidden|}>(1); record Hidden(int A); }")]
    [InlineData("class C { ProcessListener<{|PG1003:List<Hidden>|}>? _listener; record Hidden(int A); }")]
    [InlineData("class C { object M() => new ProcessQueue<{|PG1003:Hidden|}>(1); } file record Hidden(int A);")]
    public Task What_generated_code_cannot_name_is_reported(string source) => Rule<DeclarationAnalyzer>.ReportsAsync(source);

    [Theory]
    [InlineData("partial class Jobs { [ProcessTarget] public static void Run() { } }")]
    [InlineData("public partial class Jobs { [ProcessTarget] private static void Run() { } }")]
    [InlineData("public partial class Outer { internal partial class Jobs { [ProcessTarget] private static void Run(Known value) { } internal class Known { public int A { get; set; } } } }")]
    [InlineData("public partial class Jobs { [ProcessTarget] public static void Run() { Hidden h = new(); } private class Hidden { } }")]
    public Task What_it_can_name_is_left_alone(string source) => Rule<DeclarationAnalyzer>.IsSilentAsync(source);

    [Theory]
    [InlineData("internal static partial class Jobs { [ProcessTarget] internal static Row Run(Row row) => row; } internal sealed record Row(int Id);")]
    [InlineData("public partial class Jobs { [ProcessTarget] private protected static void Run(Row row) { } internal sealed record Row(int Id); }")]
    [InlineData("public partial class Jobs { [ProcessTarget] public static void Run() => Hidden.Work(); private static class Hidden { public static void Work() { } } }")]
    [InlineData("public partial class Outer { protected internal partial class Jobs { [ProcessTarget] public static void Run() { } } }")]
    [InlineData("public partial class Job : ChildProcess { private readonly int _count = 1; [ProcessTarget] public override void Run() => Console.WriteLine(_count); }")]
    public Task What_users_hide_elsewhere_is_left_alone(string source) => Rule<DeclarationAnalyzer>.IsSilentAsync(source);
}
