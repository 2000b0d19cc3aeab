using ProcGen.Analyzers.Tests.Infrastructure;
using ProcGen.Analyzers.Tests.Lifetime;
using ProcGen.Analyzers.Tests.Locking;

namespace ProcGen.Analyzers.Tests;

/// <summary>Where two rules would speak of one line, one gives way to the other; and not where that one is turned off.</summary>
public class OverlapTests
{
    private const string Parents = " public static partial class Parents { [ProcessTarget] public static void Direct() { using Jobs.WorkProcess p = new(); p.Start(); p.Join(); } }";
    private const string Gates = " public static class Gates { public static readonly object O = new(); }";
    private const string Guard = "\nif (ProcessHost.IsChild) return ProcessHost.RunChild();\nreturn 0;\n";

    public static TheoryData<string, string, string, bool> Overlaps => new()
    {
        { "PG2104", "PG2105", Programs.In("new Parents.DirectProcess() { IsDaemon = true }.Start();") + Parents, false },
        { "PG2001", "PG2105", "public class Program { static Program() { new Jobs.WorkProcess().Start(); } }" + Programs.Targets, false },
        { "PG2001", "PG2105", "public class Program { static Program() { Jobs.WorkProcess p = new(); p.Start(); } }" + Programs.Targets, false },
        { "PG2001", "PG2108", "public class Program { [ModuleInitializer] internal static void Initialize() { Jobs.WorkProcess.RunAsync(); } }" + Programs.Targets, false },
        { "PG2001", "PG2106", "public class Program { static Program() { Jobs.WorkProcess p = new(); p.Dispose(); p.Start(); } }" + Programs.Targets, false },
        { "PG2003", "PG2105", "new Jobs.WorkProcess().Start();" + Guard + Programs.Targets, true },
        { "PG2003", "PG2108", "Jobs.WorkProcess.RunAsync();" + Guard + Programs.Targets, true },
        { "PG2108", "PG2106", Programs.In("ProcessPool pool = new(1); pool.Dispose(); pool.Jobs.CountAsync(1);"), false },
        { "PG2205", "PG2204", LockPrograms.In("lock (Gates.O) { v.Value += 1; }", isTarget: true) + Gates, false },
        { "PG2205", "PG2204", LockPrograms.In("lock (a) { v.Value += 1; }"), false },
    };

    [Theory]
    [MemberData(nameof(Overlaps))]
    public async Task One_speaks_and_the_other_gives_way(string first, string second, string source, bool isProgram)
    {
        Assert.NotEqual(first, second);
        Assert.Equal(first, Assert.Single(await AllRules.RunAsync(source, isProgram: isProgram)).Id);
    }

    [Theory]
    [MemberData(nameof(Overlaps))]
    public async Task A_pragma_that_silences_the_one_lets_the_other_speak(string first, string second, string source, bool isProgram) =>
        Assert.Equal(second, Assert.Single(await AllRules.RunAsync($"#pragma warning disable {first}\n{source}", isProgram: isProgram)).Id);

    [Theory]
    [MemberData(nameof(Overlaps))]
    public async Task An_editorconfig_that_silences_the_one_lets_the_other_speak(string first, string second, string source, bool isProgram) =>
        Assert.Equal(second, Assert.Single(await AllRules.RunAsync(source, isProgram: isProgram, editorConfig: $"[*.cs]\ndotnet_diagnostic.{first}.severity = none")).Id);

    [Theory]
    [MemberData(nameof(Overlaps))]
    public async Task Both_turned_off_say_nothing(string first, string second, string source, bool isProgram) =>
        Assert.Empty(await AllRules.RunAsync($"#pragma warning disable {first}, {second}\n{source}\n#pragma warning restore\n", isProgram: isProgram));

    [Theory]
    [InlineData("PG2106", "Jobs.LocksProcess p = new(a); p.Start(); p.Dispose(); p.Kill();")]
    public async Task Who_was_disposed_of_is_not_told_to_be_killed(string id, string body)
    {
        string targets = " public partial class Jobs { [ProcessTarget] public static void Locks(ProcessLock l) { } }";
        Assert.Equal(id, Assert.Single(await AllRules.RunAsync(LockPrograms.In(body) + targets)).Id);
    }

    [Fact]
    public async Task What_nothing_is_generated_for_has_its_declaration_error_alone()
    {
        string source = "public partial class Jobs { private static int s_n; public static void Set() => s_n = 1; [ProcessTarget] public static int Read(Action a) => s_n; }";
        Assert.Equal("PG1005", Assert.Single(await AllRules.RunAsync(source)).Id);
    }
}
