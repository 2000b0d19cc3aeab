using System.Runtime.CompilerServices;

namespace ProcGen.Acceptance;

/// <summary>What CPython's tests assert of <c>Process</c>, by their ids.</summary>
public class ProcessTests : ProcessTest
{
    [Fact]
    public void PR1_The_current_process_knows_itself()
    {
        ProcessInfo current = ProcessInfo.Current;
        Assert.True(current.IsAlive);
        Assert.False(current.IsDaemon);
        Assert.NotEqual(0, current.AuthKey.Length);
        Assert.Equal(Environment.ProcessId, current.Id);
        Assert.Null(current.ExitCode);
    }

    [Fact]
    public async Task PR1_A_child_knows_itself()
    {
        Who who = await LifeJobs.DescribeProcess.RunAsync("x");
        Assert.True(who.IsAlive);
        Assert.False(who.IsDaemon);
        Assert.NotEmpty(who.AuthKey);
        Assert.Equal(who.SystemId, who.Id);
        Assert.Null(who.ExitCode);
    }

    [Fact]
    public void PR2_A_program_of_the_users_choice_is_started()
    {
        string own = Path.Combine(AppContext.BaseDirectory, "ProcGen.Acceptance");
        string copy = $"{own}.copy{Environment.ProcessId}";
        File.Copy(own, copy);
        try
        {
            using var process = new LifeJobs.DescribeProcess("x") { Executable = copy }.Started();
            Assert.Equal(copy, process.Result.Program);
            Assert.Equal(0, process.Ended().ExitCode);
        }
        finally
        {
            File.Delete(copy);
        }
    }

    [Fact]
    public async Task PR3_Lists_of_arguments_arrive_equal_in_any_form()
    {
        string[] words = ["a", "", "ü"];
        Assert.Equal("3:a,,ü", await DataJobs.JoinWordsProcess.RunAsync(words));
        Assert.Equal("3:a,,ü", await DataJobs.JoinListProcess.RunAsync([.. words]));
        Assert.Equal("3:a,,ü", await DataJobs.JoinSequenceProcess.RunAsync(words));
        Assert.Equal("3:a,,ü", await DataJobs.JoinSequenceProcess.RunAsync(new List<string>(words)));
        Assert.Equal("3:a,,ü", await DataJobs.JoinTupleProcess.RunAsync(("a", "", "ü")));
        Assert.Equal("0:", await DataJobs.JoinWordsProcess.RunAsync([]));
        using var spread = new DataJobs.JoinWordsProcess("a", "", "ü").Started();
        Assert.Equal("3:a,,ü", spread.Result);
    }

    [Fact]
    public async Task PR4_The_daemon_flag_is_the_current_process_own_unless_set()
    {
        Assert.Equal([false, true, false], LifeJobs.DaemonFlagsOfNewProcesses());
        using var daemon = new LifeJobs.DaemonFlagsOfNewProcessesProcess { IsDaemon = true }.Started();
        Assert.Equal((bool[])[true, true, false], await daemon.GetResultAsync().Soon());
        using var other = new LifeJobs.DaemonFlagsOfNewProcessesProcess { IsDaemon = false }.Started();
        Assert.Equal((bool[])[false, true, false], await other.GetResultAsync().Soon());
    }

    [Fact]
    public async Task PR5_The_parent_is_known_in_a_child_and_nobody_in_the_root()
    {
        Assert.Null(ProcessInfo.Parent);
        Who who = await LifeJobs.DescribeProcess.RunAsync("x");
        Assert.Equal(new Origin(Environment.ProcessId, "MainProcess", true), who.Parent);
    }

    [Fact]
    public async Task PR6_A_grandchild_sees_its_parent_die()
    {
        string file = Path.Combine(NewFolder(), "seen");
        Reports<int> grandchild = new();
        using var child = new LifeJobs.StartWatcherProcess(file, grandchild).Started();
        int id = await grandchild.First;
        await Deadlines.Until(() => File.Exists(file) && File.ReadAllLines(file).Length == 1, "the grandchild has looked");
        child.Kill();
        child.Ended();
        await OrphanEnded(id);
        Assert.Equal(["alive=True joined=False", "alive=False joined=True"], File.ReadAllLines(file));
    }

    [Fact]
    public async Task PR7_Life_from_not_started_to_joined()
    {
        Reports<int> running = new();
        using var process = new LifeJobs.WaitProcess(running);
        Assert.False(process.IsAlive);
        Assert.Null(process.ExitCode);
        Assert.Null(process.ExitStatus);
        Assert.DoesNotContain(process, ChildProcess.Active);

        process.Start();
        Assert.True(process.IsAlive);
        Assert.Null(process.ExitCode);
        Assert.Contains(process, ChildProcess.Active);
        Assert.Equal(process.Id, await running.First);

        using var other = new LifeJobs.NothingProcess().Started().Ended();
        Assert.Equal(0, other.ExitCode);
        Assert.False(other.IsAlive);
        Assert.DoesNotContain(other, ChildProcess.Active);
        Assert.Null(other.Exception);

        process.Cancel();
        process.Ended();
        Assert.False(process.IsAlive);
        Assert.DoesNotContain(process, ChildProcess.Active);
    }

    [Fact]
    public async Task PR8_A_child_gets_its_arguments_its_name_the_key_and_its_id()
    {
        using var process = new LifeJobs.DescribeProcess(number: 42, text: "egon") { Name = "greeter" }.Started();
        Who who = await process.GetResultAsync().Soon();
        Assert.Equal(("egon", 42, "greeter", process.Id), (who.Text, who.Number, who.Name, who.Id));
        Assert.Equal(ProcessInfo.Current.AuthKey.ToArray(), who.AuthKey);

        using var other = new LifeJobs.DescribeProcess("x") { AuthKey = new byte[] { 1, 2, 3 } }.Started();
        Who second = await other.GetResultAsync().Soon();
        Assert.Equal([1, 2, 3], second.AuthKey);
        Assert.Equal(7, second.Number);
    }

    [Fact]
    public async Task PR9_A_target_runs_on_its_own_main_thread()
    {
        Who who = await LifeJobs.DescribeProcess.RunAsync("x");
        Assert.Equal(who.Id, who.Thread);
        Assert.NotEqual(LifeJobs.OwnThread(), who.Thread);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1000)]
    public async Task PR10_A_join_without_time_leaves_the_process_alone(int milliseconds)
    {
        Reports<int> running = new();
        using var process = new LifeJobs.WaitProcess(running).Started();
        await running.First;
        Assert.False(process.Join(milliseconds == 0 ? TimeSpan.Zero : TimeSpan.FromMilliseconds(milliseconds)));
        Assert.True(process.IsAlive);
        process.Cancel();
        process.Ended();
    }

    [Fact]
    public async Task PR11_An_interrupt_ends_a_target_that_does_not_heed_it_by_the_signal()
    {
        Reports<int> running = new();
        using var process = new LifeJobs.HangProcess(running).Started();
        await running.First;
        process.Interrupt();
        Assert.Equal(-2, process.Ended().ExitCode);
        Assert.Equal(new ExitStatus(null, 2, ExitReason.KilledByUs), process.ExitStatus);
    }

    [Fact]
    public async Task PR11_An_interrupt_cancels_a_target_that_takes_a_token()
    {
        Reports<int> running = new();
        using var process = new LifeJobs.WaitProcess(running).Started();
        await running.First;
        process.Interrupt();
        Assert.Equal(1, process.Ended().ExitCode);
        Assert.IsAssignableFrom<OperationCanceledException>(process.Exception);
    }

    [Fact]
    public async Task PR12_Terminate_reports_the_signal()
    {
        Reports<int> running = new();
        using var process = new LifeJobs.HangProcess(running).Started();
        await running.First;
        process.Terminate();
        Assert.Equal(-15, process.Ended().ExitCode);
        Assert.Equal(new ExitStatus(null, 15, ExitReason.KilledByUs), process.ExitStatus);
    }

    [Fact]
    public async Task PR13_Kill_reports_the_signal()
    {
        Reports<int> running = new();
        using var process = new LifeJobs.HangProcess(running).Started();
        await running.First;
        process.Kill();
        Assert.Equal(-9, process.Ended().ExitCode);
        Assert.Equal(new ExitStatus(null, 9, ExitReason.KilledByUs), process.ExitStatus);
    }

    [Fact]
    public async Task PR14_After_a_kill_all_is_quiet()
    {
        Reports<int> running = new();
        using var process = new LifeJobs.HangProcess(running).Started();
        await running.First;
        process.Kill();
        process.Ended();
        Assert.False(process.IsAlive);
        Assert.DoesNotContain(process, ChildProcess.Active);
        process.Join();
        process.Kill();
        process.Terminate();
        process.Interrupt();
        process.Cancel();
        Assert.True(process.Join(TimeSpan.Zero));
        Assert.Null(ProcFs.Find(process.Id));
    }

    [Fact]
    public async Task PR16_Active_follows_start_and_exit()
    {
        Assert.Empty(ChildProcess.Active);
        Reports<int> one = new(), two = new();
        using var first = new LifeJobs.WaitProcess(one).Started();
        Assert.Equal([first], ChildProcess.Active);
        using var second = new LifeJobs.WaitProcess(two).Started();
        Assert.Equal(2, ChildProcess.Active.Count);
        await Task.WhenAll(one.First, two.First);
        first.Cancel();
        first.Ended();
        Assert.Equal([second], ChildProcess.Active);
        second.Cancel();
        second.Ended();
        Assert.Empty(ChildProcess.Active);
    }

    [Fact]
    public void PR17_A_tree_of_three_levels_writes_to_one_stream_in_order()
    {
        Lines lines = new();
        using var root = new LifeJobs.TreeProcess(3, 2) { Name = "T", Output = OutputMode.Capture };
        root.OutputReceived += lines.Add;
        root.Started().Ended();
        Assert.Equal(["T at 3", "T:1 at 2", "T:1:1 at 1", "T:1:2 at 1", "T:2 at 2", "T:2:1 at 1", "T:2:2 at 1"], lines.Output);
    }

    [Fact]
    public async Task PR18_The_sentinel_tells_of_the_end()
    {
        Reports<int> running = new();
        using var process = new LifeJobs.WaitProcess(running);
        Assert.Throws<InvalidOperationException>(() => process.Sentinel);
        process.Start();
        WaitHandle sentinel = process.Sentinel;
        await running.First;
        Assert.False(sentinel.WaitOne(0));
        process.Cancel();
        Assert.True(sentinel.WaitOne(Deadlines.Event));
        Assert.True(process.Join(Deadlines.Event));
        Assert.True(sentinel.WaitOne(0));
        Assert.Same(sentinel, process.Sentinel);
    }

    [Fact]
    public async Task PR18_Many_sentinels_are_waited_for_at_once()
    {
        Reports<int>[] running = [new(), new(), new()];
        LifeJobs.WaitProcess[] processes = [.. running.Select(static report => new LifeJobs.WaitProcess(report).Started())];
        await Task.WhenAll(running.Select(static report => report.First));
        processes[1].Cancel();
        Assert.Equal(1, WaitHandle.WaitAny([.. processes.Select(static process => process.Sentinel)], Deadlines.Event));
        foreach (LifeJobs.WaitProcess process in processes)
        {
            await process.DisposeAsync();
        }
    }

    [Fact]
    public void PR19_After_dispose_members_throw_and_facts_stay()
    {
        var process = new LifeJobs.AddProcess(1, 2).Started();
        Assert.Equal(3, process.Result);
        process.Ended();
        process.Dispose();
        process.Dispose();
        Assert.Equal(0, process.ExitCode);
        Assert.Equal(3, process.Result);
        Assert.Throws<ObjectDisposedException>(() => process.Join());
        Assert.Throws<ObjectDisposedException>(() => process.Start());
        Assert.Throws<ObjectDisposedException>(() => process.Kill());
        Assert.Throws<ObjectDisposedException>(() => process.Terminate());
        Assert.Throws<ObjectDisposedException>(() => process.Cancel());
        Assert.Throws<ObjectDisposedException>(() => process.Sentinel);
        Assert.Throws<ObjectDisposedException>(() => { _ = process.WaitForExitAsync(); });
    }

    // Python refuses to close a process that runs; leaving a "using" must not throw, so here it is ended.
    [Fact]
    public async Task PR19_Disposing_of_a_process_that_runs_ends_it()
    {
        Reports<int> running = new();
        var process = new LifeJobs.HangProcess(running).Started();
        await running.First;
        process.Dispose();
        Assert.Equal(-15, process.ExitCode);
        Assert.False(process.IsAlive);
    }

    [Fact]
    public async Task PR19_A_process_object_is_collectable_afterwards()
    {
        WeakReference process = UseAndForget();

        // The threads that serve children may still have the last one in a register; then they have another.
        UseAndForget();
        await Deadlines.Until(
            () =>
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
                return !process.IsAlive;
            },
            "the process object has been collected");

        [MethodImpl(MethodImplOptions.NoInlining)]
        static WeakReference UseAndForget()
        {
            var used = new LifeJobs.AddProcess(1, 2).Started();
            Assert.Equal(3, used.Result);
            used.Ended().Dispose();
            return new WeakReference(used);
        }
    }

    [Fact]
    public void PR23_A_child_waits_for_its_foreground_threads()
    {
        string file = Path.Combine(NewFolder(), "thread");
        using var process = new LifeJobs.LeaveThreadProcess(file, isBackground: false).Started().Ended();
        Assert.Equal(0, process.ExitCode);
        Assert.True(File.Exists(file), "The child ended before its foreground thread did.");
    }

    [Fact]
    public void PR23_A_child_does_not_wait_for_its_background_threads()
    {
        using var process = new LifeJobs.LeaveThreadProcess("", isBackground: true).Started().Ended();
        Assert.Equal(0, process.ExitCode);
    }

    [Fact]
    public void PR28_An_exception_is_on_the_childs_standard_error_with_its_stack()
    {
        Lines lines = new();
        using var process = new LifeJobs.ThrowProcess("boom") { Output = OutputMode.Capture, Name = "thrower" };
        process.OutputReceived += lines.Add;
        process.Started().Ended();
        Assert.Equal(1, process.ExitCode);
        string text = string.Join('\n', lines.Error);
        Assert.Contains("thrower", text, StringComparison.Ordinal);
        Assert.Contains("System.InvalidTimeZoneException: boom", text, StringComparison.Ordinal);
        Assert.Matches("at ProcGen.Acceptance.LifeJobs.Throw.* in .*LifeJobs.cs:line [0-9]+", text);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(8, 8)]
    [InlineData(255, 255)]
    [InlineData(256, 0)]
    [InlineData(-1, 255)]
    public void PR29_The_exit_code_is_what_the_target_gave(int code, int expected)
    {
        using var process = new LifeJobs.ExitProcess(code).Started().Ended();
        Assert.Equal(expected, process.ExitCode);
        Assert.Equal(new ExitStatus(expected, null, ExitReason.Exited), process.ExitStatus);
        Assert.IsType<ProcessLostException>(process.Exception);
    }

    [Fact]
    public void PR30_Two_processes_share_nothing_by_default()
    {
        using var one = new LifeJobs.NothingProcess();
        using var two = new LifeJobs.NothingProcess();
        Assert.NotSame(one.EnvironmentVariables, two.EnvironmentVariables);
        Assert.NotEqual(one.Name, two.Name);
    }

    [Theory]
    [InlineData("return", 0)]
    [InlineData("exit", 4)]
    [InlineData("hang", -15)]
    public async Task PR31_Exit_handlers_of_a_child_run(string how, int exitCode)
    {
        string file = Path.Combine(NewFolder(), "handler");
        Reports<int> running = new();
        using var process = new LifeJobs.ExitHandlerProcess(file, how, running).Started();
        if (how == "hang")
        {
            await running.First;
            process.Terminate();
        }

        Assert.Equal(exitCode, process.Ended().ExitCode);
        Assert.Equal("handled\n", await File.ReadAllTextAsync(file));
    }

    [Fact]
    public async Task PR33_A_daemon_may_not_start_children()
    {
        using var process = new LifeJobs.StartChildProcess { IsDaemon = true, Output = OutputMode.Null, Name = "lowly" }.Started();
        process.Ended();
        var refused = Assert.IsType<InvalidOperationException>(process.Exception);
        Assert.Contains("'lowly' is a daemon", refused.Message, StringComparison.Ordinal);
        Assert.Equal(1, process.ExitCode);
        await LifeJobs.StartChildProcess.RunAsync();
    }

    [Fact]
    public void PR33_A_process_starts_once()
    {
        using var process = new LifeJobs.NothingProcess { Name = "once" }.Started();
        var refused = Assert.Throws<InvalidOperationException>(process.Start);
        Assert.Contains("'once' has been started already", refused.Message, StringComparison.Ordinal);
        process.Ended();
        Assert.Throws<InvalidOperationException>(process.Start);
    }

    [Fact]
    public async Task PR33_What_needs_a_start_says_so()
    {
        using var process = new LifeJobs.AddProcess(1) { Name = "idle" };
        foreach (Action use in (Action[])[process.Join, () => process.Join(TimeSpan.Zero), process.Kill, process.Terminate, process.Interrupt, process.Cancel, () => _ = process.Sentinel, () => _ = process.Id, () => _ = process.Result])
        {
            Assert.Contains("'idle' has not been started", Assert.Throws<InvalidOperationException>(use).Message, StringComparison.Ordinal);
        }

        await Assert.ThrowsAsync<InvalidOperationException>(() => process.WaitForExitAsync());
        await Assert.ThrowsAsync<InvalidOperationException>(() => process.GetResultAsync());
    }
}
