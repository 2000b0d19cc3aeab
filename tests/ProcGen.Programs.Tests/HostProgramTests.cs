namespace ProcGen.Programs.Tests;

/// <summary>Programs that check themselves, in the kinds that a plain build gives. .ci/run publishes the others.</summary>
public sealed class HostProgramTests
{
    [Theory]
    [InlineData("AspNetCore")]
    [InlineData("LibraryCaller")]
    public async Task By_its_own_host(string project)
    {
        ProgramRun run = await ProgramRun.RunAsync(project);
        Assert.True(run.ExitCode == 0, run.Output + run.Error);
        Assert.Contains("all checks passed", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("AspNetCore")]
    [InlineData("LibraryCaller")]
    public async Task By_the_dotnet_host(string project)
    {
        ProgramRun run = await ProgramRun.RunByDotnetAsync(project);
        Assert.True(run.ExitCode == 0, run.Output + run.Error);
        Assert.Contains("all checks passed", run.Output, StringComparison.Ordinal);
    }
}
