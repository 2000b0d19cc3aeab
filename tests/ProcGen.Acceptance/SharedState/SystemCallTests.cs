using System.Diagnostics;
using System.Globalization;

namespace ProcGen.Acceptance;

/// <summary>What nobody else wants costs no system call: many operations make as many calls as few.</summary>
public class SystemCallTests(ITestOutputHelper output) : ProcessTest
{
    private const int Few = 1_000;
    private const int Many = 1_000_000;

    [Theory]
    [InlineData("lock")]
    [InlineData("re-entrant lock")]
    [InlineData("semaphore")]
    [InlineData("event")]
    [InlineData("value")]
    public async Task An_operation_without_contention_makes_no_system_call(string operation)
    {
        SkipWithoutStrace();
        int few = await CountCalls(operation, Few);
        int many = await CountCalls(operation, Many);
        output.WriteLine($"{Few:N0} operations: {few} calls, {Many:N0} operations: {many} calls");
        Assert.InRange(many - few, int.MinValue, (Many - Few) / 1000);
    }

    // The test above can fail: a program's calls are seen, in all its threads.
    [Fact]
    public async Task Calls_are_counted()
    {
        SkipWithoutStrace();
        Assert.InRange(await CountCalls("lock", 1), 100, 100_000);
    }

    private static void SkipWithoutStrace()
    {
        if (Environment.GetEnvironmentVariable("PATH")!.Split(':').Any(static folder => File.Exists(Path.Combine(folder, "strace"))))
        {
            return;
        }

        Assert.False(Environment.GetEnvironmentVariable("CI") == "true", "strace is not installed, and CI installs it.");
        Assert.Skip("strace is not installed.");
    }

    private async Task<int> CountCalls(string operation, int count)
    {
        string summary = Path.Combine(NewFolder(), "summary");
        ProcessStartInfo start = new("strace", ["-f", "-c", "-o", summary, RootProgram.File, "repeat", operation, count.ToString(CultureInfo.InvariantCulture)])
        {
            RedirectStandardError = true,
        };

        // The runtime's own compiling in the background makes calls too, and more of them in a longer run.
        start.Environment["DOTNET_TieredCompilation"] = "0";
        start.Environment["DOTNET_gcConcurrent"] = "0";
        using Process process = Process.Start(start)!;
        string errors = await process.StandardError.ReadToEndAsync().Soon();
        await process.WaitForExitAsync().Soon();
        Assert.True(process.ExitCode == 0, errors);

        // The last line: percent, seconds, microseconds per call, calls, errors if there are any, "total".
        string[] total = (await File.ReadAllLinesAsync(summary))[^1].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("total", total[^1]);
        return int.Parse(total[3], CultureInfo.InvariantCulture);
    }
}
