using System.Diagnostics;
using ProcGen.Tests.Architecture;

namespace ProcGen.Tests.Models;

/// <summary>The models of tests/ProcGen.Models, checked exhaustively by Spin: the protocols hold, and each mutation of one is found.</summary>
/// <remarks>
/// Each model says in its head how it is run: <c>// run: spin flags ; compiler flags ; checker flags ; pass or fail</c>. A class for each model.
/// </remarks>
public abstract class ModelTests
{
    private const string RunMark = "// run:";

    private static readonly string Folder = Path.Combine(SourceMap.Repository, "tests", "ProcGen.Models");

    internal static string[] Files => [.. Directory.GetFiles(Folder, "*.pml").Select(static file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];

    internal static TheoryData<string> RunsOf(string file) =>
        [.. File.ReadLines(Path.Combine(Folder, file)).Where(static line => line.StartsWith(RunMark, StringComparison.Ordinal)).Select(static line => line[RunMark.Length..].Trim())];

    // All runs begin with the first that is asked for, as many at a time as there are processors: the longest would otherwise be the last, and alone.
    private static readonly SemaphoreSlim Turns = new(Environment.ProcessorCount);

    private static readonly Lazy<Dictionary<(string File, string Run), Task<string>>> Outputs = new(static () =>
        Files.SelectMany(static file => RunsOf(file).Select(run => (File: file, Run: run.Data))).ToDictionary(static each => each, static each => OutputAsync(each.File, each.Run)));

    private protected static async Task CheckAsync(string file, string run)
    {
        Assert.SkipUnless(IsInstalled("spin") && IsInstalled("gcc") || Environment.GetEnvironmentVariable("CI") == "true", "Spin and gcc are not installed; the gate installs them.");
        string output = await Outputs.Value[(file, run)];
        Assert.DoesNotContain("max search depth too small", output, StringComparison.Ordinal);
        Assert.DoesNotContain("out of memory", output, StringComparison.Ordinal);
        string errors = output.Split("errors: ")[1].Split('\n')[0].Trim();
        Assert.True((errors == "0") == (FlagsOf(run)[3] == "pass"), $"{file} with {run} was to {FlagsOf(run)[3]}:\n{output}");
    }

    private static string[] FlagsOf(string run) => [.. run.Split(';').Select(static part => part.Trim() is "-" ? "" : part.Trim())];

    private static async Task<string> OutputAsync(string file, string run)
    {
        string[] flags = FlagsOf(run);
        await Turns.WaitAsync();
        string folder = Directory.CreateTempSubdirectory("procgen-model-").FullName;
        try
        {
            await RunAsync(folder, "spin", $"{flags[0]} -a {Path.Combine(Folder, file)}");
            await RunAsync(folder, "gcc", $"-w {flags[1]} -o pan pan.c");
            return await RunAsync(folder, Path.Combine(folder, "pan"), flags[2]);
        }
        finally
        {
            Turns.Release();
            Directory.Delete(folder, recursive: true);
        }
    }

    private static bool IsInstalled(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));

    private static async Task<string> RunAsync(string folder, string program, string arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true })!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return output + await errors;
    }
}

public sealed class ModelsTests
{
    private static readonly Dictionary<string, Type> Classes = new()
    {
        ["barrier.pml"] = typeof(BarrierModelTests),
        ["cell.pml"] = typeof(CellModelTests),
        ["condition.pml"] = typeof(ConditionModelTests),
        ["lock.pml"] = typeof(LockModelTests),
        ["pipe.pml"] = typeof(PipeModelTests),
        ["pipeblock.pml"] = typeof(PipeBlockModelTests),
        ["queue.pml"] = typeof(QueueModelTests),
        ["semaphore.pml"] = typeof(SemaphoreModelTests),
    };

    [Fact]
    public void Every_model_is_run_as_it_is_and_with_a_mutation()
    {
        Assert.Equal(ModelTests.Files, Classes.Keys.Order(StringComparer.Ordinal));
        Assert.All(ModelTests.Files, static file =>
            Assert.Equal(["fail", "pass"], ModelTests.RunsOf(file).Select(static run => run.Data.Split(';')[^1].Trim()).Distinct().Order(StringComparer.Ordinal)));
    }
}

public sealed class LockModelTests : ModelTests
{
    public static TheoryData<string> Runs => RunsOf("lock.pml");

    [Theory]
    [MemberData(nameof(Runs))]
    public Task A_protocol_holds_and_its_mutation_does_not(string run) => CheckAsync("lock.pml", run);
}

public sealed class PipeModelTests : ModelTests
{
    public static TheoryData<string> Runs => RunsOf("pipe.pml");

    [Theory]
    [MemberData(nameof(Runs))]
    public Task A_protocol_holds_and_its_mutation_does_not(string run) => CheckAsync("pipe.pml", run);
}

public sealed class PipeBlockModelTests : ModelTests
{
    public static TheoryData<string> Runs => RunsOf("pipeblock.pml");

    [Theory]
    [MemberData(nameof(Runs))]
    public Task A_protocol_holds_and_its_mutation_does_not(string run) => CheckAsync("pipeblock.pml", run);
}

public sealed class ConditionModelTests : ModelTests
{
    public static TheoryData<string> Runs => RunsOf("condition.pml");

    [Theory]
    [MemberData(nameof(Runs))]
    public Task A_protocol_holds_and_its_mutation_does_not(string run) => CheckAsync("condition.pml", run);
}

public sealed class BarrierModelTests : ModelTests
{
    public static TheoryData<string> Runs => RunsOf("barrier.pml");

    [Theory]
    [MemberData(nameof(Runs))]
    public Task A_protocol_holds_and_its_mutation_does_not(string run) => CheckAsync("barrier.pml", run);
}

public sealed class SemaphoreModelTests : ModelTests
{
    public static TheoryData<string> Runs => RunsOf("semaphore.pml");

    [Theory]
    [MemberData(nameof(Runs))]
    public Task A_protocol_holds_and_its_mutation_does_not(string run) => CheckAsync("semaphore.pml", run);
}

public sealed class CellModelTests : ModelTests
{
    public static TheoryData<string> Runs => RunsOf("cell.pml");

    [Theory]
    [MemberData(nameof(Runs))]
    public Task A_protocol_holds_and_its_mutation_does_not(string run) => CheckAsync("cell.pml", run);
}

public sealed class QueueModelTests : ModelTests
{
    public static TheoryData<string> Runs => RunsOf("queue.pml");

    [Theory]
    [MemberData(nameof(Runs))]
    public Task A_protocol_holds_and_its_mutation_does_not(string run) => CheckAsync("queue.pml", run);
}
