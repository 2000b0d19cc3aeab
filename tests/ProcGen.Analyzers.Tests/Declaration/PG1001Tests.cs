using ProcGen.Analyzers.Declaration;
using ProcGen.Analyzers.Tests.Infrastructure;
using ProcGen.CodeFixes;

namespace ProcGen.Analyzers.Tests.Declaration;

public class PG1001Tests
{
    [Theory]
    [InlineData("public class {|PG1001:Jobs|} { [ProcessTarget] public static void Run() { } }", "public partial class Jobs { [ProcessTarget] public static void Run() { } }")]
    [InlineData("class {|PG1001:Jobs|} { [ProcessTarget] internal static void Run() { } }", "partial class Jobs { [ProcessTarget] internal static void Run() { } }")]
    [InlineData("/// <summary>Jobs.</summary>\nstatic class {|PG1001:Jobs|} { [ProcessTarget] internal static void A() { }\n[ProcessTarget] internal static void B() { } }", "/// <summary>Jobs.</summary>\nstatic partial class Jobs { [ProcessTarget] internal static void A() { }\n[ProcessTarget] internal static void B() { } }")]
    [InlineData("public class Outer { public class {|PG1001:Jobs|} { [ProcessTarget] public static void Run() { } } }", "public partial class Outer { public partial class Jobs { [ProcessTarget] public static void Run() { } } }")]
    [InlineData("// Outer.\nclass Outer { internal partial class {|PG1001:Jobs|} { [ProcessTarget] public static void Run() { } } }", "// Outer.\npartial class Outer { internal partial class Jobs { [ProcessTarget] public static void Run() { } } }")]
    [InlineData("public struct {|PG1001:Jobs|} { [ProcessTarget] public static void Run() { } }", "public partial struct Jobs { [ProcessTarget] public static void Run() { } }")]
    [InlineData("public record {|PG1001:Jobs|} { [ProcessTarget] public static void Run() { } }", "public partial record Jobs { [ProcessTarget] public static void Run() { } }")]
    [InlineData("public interface {|PG1001:Jobs|} { [ProcessTarget] public static void Run() { } }", "public partial interface Jobs { [ProcessTarget] public static void Run() { } }")]
    [InlineData("public class {|PG1001:Job|} : ChildProcess { [ProcessTarget] public override void Run() { } }", "public partial class Job : ChildProcess { [ProcessTarget] public override void Run() { } }")]
    public Task A_type_that_is_not_partial_is_made_partial(string source, string result) => Rule<DeclarationAnalyzer, MakePartialFix>.FixesAsync(source, result);

    [Fact]
    public Task All_types_of_a_file_are_made_partial_at_once() => Rule<DeclarationAnalyzer, MakePartialFix>.FixesAsync(
        """
        public class {|PG1001:A|} { [ProcessTarget] public static void Run() { } }
        public class {|PG1001:B|} { [ProcessTarget] public static void Run() { } }
        """,
        """
        public partial class A { [ProcessTarget] public static void Run() { } }
        public partial class B { [ProcessTarget] public static void Run() { } }
        """,
        times: 2,
        timesAtOnce: 1);

    [Theory]
    [InlineData("public partial class Jobs { [ProcessTarget] public static void Run() { } }")]
    [InlineData("public partial class Jobs { [ProcessTarget] public static void Run() { } } public partial class Jobs { }")]
    [InlineData("public partial class Outer { public partial class Jobs { [ProcessTarget] public static void Run() { } } }")]
    [InlineData("public class Jobs { public static void Run() { } }")]
    [InlineData("public class Outer { public class Jobs { public static void Run() { } } }")]
    [InlineData("public class ProcessTargetAttribute : Attribute; public class Jobs { [ProcessTarget] public static void Run() { } }")]
    public Task Partial_types_and_types_without_targets_are_left_alone(string source) => Rule<DeclarationAnalyzer>.IsSilentAsync(source);

    [Theory]
    [InlineData("[Serializable]\n// Jobs.\nclass {|PG1001:Jobs|} { [ProcessTarget] internal static void Run() { } }", "[Serializable]\n// Jobs.\npartial class Jobs { [ProcessTarget] internal static void Run() { } }")]
    [InlineData("public // Jobs.\nsealed class {|PG1001:Jobs|} { [ProcessTarget] public static void Run() { } }", "public // Jobs.\nsealed partial class Jobs { [ProcessTarget] public static void Run() { } }")]
    [InlineData("public record struct {|PG1001:Jobs|}(int Number) { [ProcessTarget] public static void Run() { } }", "public partial record struct Jobs(int Number) { [ProcessTarget] public static void Run() { } }")]
    [InlineData("public class {|PG1001:Job|}(int number) : ChildProcess { [ProcessTarget] public override void Run() => Console.WriteLine(number); }", "public partial class Job(int number) : ChildProcess { [ProcessTarget] public override void Run() => Console.WriteLine(number); }")]
    [InlineData("namespace Company;\n#region Jobs\nstatic class {|PG1001:Jobs|} { [ProcessTarget] internal static void Run() { } }\n#endregion", "namespace Company;\n#region Jobs\nstatic partial class Jobs { [ProcessTarget] internal static void Run() { } }\n#endregion")]
    public Task Comments_and_attributes_stay_where_they_are(string source, string result) => Rule<DeclarationAnalyzer, MakePartialFix>.FixesAsync(source, result);

    [Fact]
    public Task Types_around_several_are_made_partial_once() => Rule<DeclarationAnalyzer, MakePartialFix>.FixesAsync(
        """
        public class {|PG1001:Outer|}
        {
            [ProcessTarget] public static void Run() { }
            public class {|PG1001:A|} { [ProcessTarget] public static void Run() { } }
            public class {|PG1001:B|} { [ProcessTarget] public static void Run() { } }
        }
        """,
        """
        public partial class Outer
        {
            [ProcessTarget] public static void Run() { }
            public partial class A { [ProcessTarget] public static void Run() { } }
            public partial class B { [ProcessTarget] public static void Run() { } }
        }
        """,
        times: 3,
        timesAtOnce: 1);

    [Theory]
    [InlineData("public static partial class Jobs { [ProcessTarget] public static void Run() { } } public static partial class Jobs { [ProcessTarget] public static void Other() { } }")]
    [InlineData("namespace A { partial class Jobs { [ProcessTarget] internal static void Run() { } } } namespace B { class Jobs { internal static void Run() { } } }")]
    [InlineData("public partial record Jobs(int Number) { [ProcessTarget] public static int Run(Jobs jobs) => jobs.Number; }")]
    [InlineData("public abstract class Base : ChildProcess { public override void Run() { } } public class Derived : Base { }")]
    public Task Types_of_users_that_are_partial_are_left_alone(string source) => Rule<DeclarationAnalyzer>.IsSilentAsync(source);

    [Theory]
    [InlineData("public static partial class Jobs { [ProcessTarget] public static void Run() => Helper.Work(); private static class Helper { public static void Work() { } } }")]
    [InlineData("namespace Company.Jobs { internal static partial class Work { [ProcessTarget] internal static void Run() { } } }")]
    [InlineData("public partial struct Point { public int X; [ProcessTarget] public static int Length(Point point) => point.X; }")]
    [InlineData("public abstract partial class Base { [ProcessTarget] public static void Run() { } } public class Derived : Base { }")]
    [InlineData("public partial class Job<T> { public static void Run() { } } public partial class Jobs { [ProcessTarget] public static void Run() { } }")]
    [InlineData("public partial class Jobs { public partial class Inner { } [ProcessTarget] public static void Run() { } public class Other { public void Work() { } } }")]
    [InlineData("[Obsolete(\"a\")] public unsafe sealed partial class Jobs { [ProcessTarget] public static void Run() { } }")]
    [InlineData("public sealed partial class Job(int n) : ChildProcess<int> { [ProcessTarget] public override int Run() => n; }")]
    public Task More_types_of_users_are_left_alone(string source) => Rule<DeclarationAnalyzer>.IsSilentAsync(source);
}
