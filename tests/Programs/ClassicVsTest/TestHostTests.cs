using System.Diagnostics;
using ProcGen;

namespace Programs;

public sealed partial class TestHostTests
{
    [Fact]
    public void The_test_host_is_not_this_assembly() => Assert.NotEqual(typeof(TestHostTests).Assembly, System.Reflection.Assembly.GetEntryAssembly());

    [Fact]
    public async Task A_test_starts_a_process()
    {
        int child = await TellIdProcess.RunAsync();
        Assert.NotEqual(Environment.ProcessId, child);
    }

    [Fact]
    public async Task A_test_uses_a_pool_which_survives_a_crash()
    {
        await using ProcessPool pool = new(2);
        Assert.NotEqual(Environment.ProcessId, await pool.TestHostTests.TellIdAsync());
        await Assert.ThrowsAsync<WorkerLostException>(() => pool.TestHostTests.CrashAsync());
        Assert.NotEqual(Environment.ProcessId, await pool.TestHostTests.TellIdAsync());
    }

    [ProcessTarget]
    internal static int TellId() => Environment.ProcessId;

    [ProcessTarget]
    internal static void Crash() => Process.GetCurrentProcess().Kill();
}
