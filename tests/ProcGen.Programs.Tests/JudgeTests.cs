using System.Text.Json;

namespace ProcGen.Programs.Tests;

/// <summary>The judge says of each submission what became of it, and outlives them all.</summary>
public sealed class JudgeTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("judge-tests-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Each_of_its_own_submissions_gets_its_verdict()
    {
        Dictionary<string, string> expected = new()
        {
            ["asynchronous"] = "Accepted",
            ["one-line"] = "Accepted",
            ["sieve"] = "Accepted",
            ["off-by-one"] = "Wrong answer",
            ["silent"] = "Wrong answer",
            ["fratricide"] = "Wrong answer",
            ["not-csharp"] = "Compile error",
            ["endless-loop"] = "Time limit",
            ["sleeper"] = "Time limit",
            ["too-slow"] = "Time limit",
            ["hoarder"] = "Memory limit",
            ["native-hoarder"] = "Memory limit",
            ["background-bomb"] = "Crashed",
            ["bottomless"] = "Crashed",
            ["quitter"] = "Crashed",
            ["thrower"] = "Crashed",
            ["wild-pointer"] = "Crashed",
            ["suicide"] = "Killed",
        };
        ProgramRun run = await ProgramRun.RunAsync("Judge", "--json", "--time", "8");
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Empty(run.Error);
        JsonElement[] judged = [.. run.Json.GetProperty("submissions").EnumerateArray()];
        Assert.Equal(
            expected.OrderBy(static one => one.Key).Select(static one => $"{one.Key}.csx {one.Value}"),
            judged.Select(static one => $"{one.GetProperty("file").GetString()} {one.GetProperty("verdict").GetString()}").Order());
        Assert.All(judged, static one => Assert.NotEmpty(one.GetProperty("detail").GetString()!));
    }

    [Fact]
    public async Task It_prints_a_table_in_the_order_of_the_names()
    {
        Write("b", "N < 3 ? \"0\" : \"many\"");
        Write("a", "1 +");
        Write("c", "throw new FormatException(\"no\");");
        Write("d", "new string('x', 1_000_000)");
        File.CreateSymbolicLink(Path.Combine(_folder.FullName, "e.csx"), "/nowhere/at-all");
        ProgramRun run = await ProgramRun.RunAsync("Judge", _folder.FullName, "--workers", "1");
        Assert.True(run.ExitCode == 0, run.Error);
        string[] lines = run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(7, lines.Length);
        Assert.Matches(@"^a\.csx  Compile error +[0-9.]+ s  \(1,4\): error CS1733", lines[1]);
        Assert.Matches(@"^b\.csx  Wrong answer +[0-9.]+ s  for 3 it says 'many' and not 1$", lines[2]);
        Assert.Matches(@"^c\.csx  Crashed +[0-9.]+ s  FormatException: no$", lines[3]);
        Assert.Matches(@"^d\.csx  Crashed +[0-9.]+ s  (UnserializableValue|MessageTooLarge)Exception: ", lines[4]);
        Assert.Matches(@"^e\.csx  Compile error +[0-9.]+ s  it cannot be read: ", lines[5]);
        Assert.StartsWith("5 submissions: 1 wrong answer, 2 compile error, 2 crashed; 0 workers died", lines[6], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--time", "0")]
    [InlineData("--memory", "8")]
    [InlineData("--workers")]
    [InlineData("--nonsense")]
    [InlineData("/nowhere/at-all")]
    [InlineData("/tmp", "/var")]
    public async Task A_wrong_command_line_is_told_and_ends_with_2(params string[] arguments)
    {
        ProgramRun run = await ProgramRun.RunAsync("Judge", arguments);
        Assert.Equal(2, run.ExitCode);
        Assert.Empty(run.Output);
        Assert.Contains(arguments[^1] is "0" or "8" ? arguments[0] : arguments[^1], run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_without_submissions_is_told_and_ends_with_1()
    {
        ProgramRun run = await ProgramRun.RunAsync("Judge", _folder.FullName);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains(_folder.FullName, run.Error, StringComparison.Ordinal);
    }

    private void Write(string name, string source) => File.WriteAllText(Path.Combine(_folder.FullName, $"{name}.csx"), source);
}
