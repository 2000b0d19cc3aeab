using System.Text.Json;

namespace ProcGen.Programs.Tests;

/// <summary>That the comparison runs and says what it found. What it found is no business of tests.</summary>
public sealed class BenchmarkTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("benchmark-tests-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_group_runs_and_its_file_holds_the_machine_and_the_rows()
    {
        string file = Path.Combine(_folder.FullName, "report.json");
        ProgramRun run = await ProgramRun.RunAsync("ProcGen.Benchmarks", "compare", "--quick", "--only", "many", "--json", file);
        Assert.True(run.ExitCode is 0 or 1, run.Error);
        JsonElement report = JsonDocument.Parse(await File.ReadAllTextAsync(file)).RootElement;
        Assert.Equal(Environment.ProcessorCount, report.GetProperty("Machine").GetProperty("Cores").GetInt32());
        JsonElement[] rows = [.. report.GetProperty("Rows").EnumerateArray()];
        Assert.Equal(6, rows.Length);
        Assert.All(rows, static row => Assert.Equal("many", row.GetProperty("Group").GetString()));
        Assert.Equal(run.ExitCode == 0, rows.All(static row => row.GetProperty("Passes").GetBoolean()));
        Assert.All(rows, row => Assert.Contains(row.GetProperty("Name").GetString()!, run.Output, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("compare", "--only", "nothing")]
    [InlineData("compare", "--only")]
    [InlineData("compare", "--json")]
    [InlineData("compete")]
    public async Task A_wrong_command_line_says_what_is_right(params string[] arguments)
    {
        ProgramRun run = await ProgramRun.RunAsync("ProcGen.Benchmarks", arguments);
        Assert.Equal(2, run.ExitCode);
        Assert.NotEmpty(run.Error);
    }
}
