using Library;
using ProcGen;
using Xunit;

public class JobsTests
{
    [Fact]
    public async Task A_target_of_the_test_project_runs_in_another_process() =>
        Assert.NotEqual(Environment.ProcessId, await Jobs.IdProcess.RunAsync(TestContext.Current.CancellationToken));

    [Fact]
    public async Task A_target_of_the_library_runs_in_a_pool()
    {
        await using ProcessPool pool = new(1);
        Assert.Equal(2, await pool.Words.CountAsync(new Document("title", "two words"), TestContext.Current.CancellationToken));
    }
}

public static partial class Jobs
{
    [ProcessTarget]
    public static int Id() => Environment.ProcessId;
}
