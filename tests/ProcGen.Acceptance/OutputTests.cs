using System.Diagnostics;
using System.Text;

namespace ProcGen.Acceptance;

/// <summary>Where standard output and standard error go.</summary>
public class OutputTests : ProcessTest
{
    [Fact]
    public void Lines_come_in_order_with_the_name_and_the_id()
    {
        Lines lines = new();
        using var process = new OutputJobs.CountLinesProcess(2000) { Output = OutputMode.Capture, Name = "counter" };
        process.OutputReceived += lines.Add;
        process.Started().Ended();
        Assert.Equal(Enumerable.Range(0, 2000).Select(static i => $"out {i}"), lines.Output);
        Assert.Equal(Enumerable.Range(0, 2000).Select(static i => $"err {i}"), lines.Error);
        Assert.All(lines.All, line => Assert.Equal(("counter", process.Id), (line.ProcessName, line.ProcessId)));
    }

    [Fact]
    public void A_last_line_without_an_end_is_a_line()
    {
        Lines lines = Capture("one\ntwo", []);
        Assert.Equal(["one", "two"], lines.Output);
    }

    [Fact]
    public void Empty_lines_and_both_kinds_of_line_ends_are_kept()
    {
        Lines lines = Capture("a\r\n\r\n\nb\rc\n", []);
        Assert.Equal(["a", "", "", "b\rc"], lines.Output);
    }

    [Fact]
    public void Characters_are_not_cut_where_writes_were()
    {
        const string Text = "Zażółć 🦊 gęślą\n";
        Lines lines = Capture(Text, [.. Enumerable.Range(1, Encoding.UTF8.GetByteCount(Text) - 1)]);
        Assert.Equal([Text.TrimEnd()], lines.Output);
    }

    [Fact]
    public void A_line_may_be_long()
    {
        string text = new('x', 1_000_000);
        Assert.Equal([text], Capture(text, []).Output);
    }

    [Fact]
    public void Nothing_comes_from_a_process_whose_output_is_null()
    {
        Lines lines = new();
        using var process = new OutputJobs.WritePiecesProcess("gone\n", []) { Output = OutputMode.Null };
        process.OutputReceived += lines.Add;
        process.Started().Ended();
        Assert.Equal(0, process.ExitCode);
        Assert.Empty(lines.All);
    }

    [Fact]
    public void Nobody_has_to_listen()
    {
        using var process = new OutputJobs.CountLinesProcess(5000) { Output = OutputMode.Capture }.Started().Ended();
        Assert.Equal(0, process.ExitCode);
    }

    [Fact]
    public void A_listener_may_join()
    {
        using var process = new OutputJobs.CountLinesProcess(3) { Output = OutputMode.Capture };
        int joined = 0;
        process.OutputReceived += _ =>
        {
            process.Join();
            Interlocked.Increment(ref joined);
        };
        process.Started().Ended();
        Assert.Equal(6, joined);
    }

    [Fact]
    public async Task Inherited_streams_are_the_roots_own()
    {
        await using RootProgram root = RootProgram.Start("streams");
        Assert.Equal("child out", await root.Line());
        Assert.Equal(0, await root.Ended());
        Assert.Contains("child err", await root.Errors(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_root_whose_standard_output_is_closed_works()
    {
        string file = Path.Combine(NewFolder(), "answer");
        await using RootProgram root = RootProgram.Start([], "/bin/sh", "-c", "exec \"$0\" \"$@\" >&-", RootProgram.File, "add-to-file", file);
        Assert.Equal(0, await root.Ended());
        Assert.Equal("3", await File.ReadAllTextAsync(file));
    }

    [Fact]
    public async Task A_root_whose_streams_are_all_closed_works()
    {
        string file = Path.Combine(NewFolder(), "answer");
        await using RootProgram root = RootProgram.Start([], "/bin/sh", "-c", "exec \"$0\" \"$@\" <&- >&- 2>&-", RootProgram.File, "add-to-file", file);
        Assert.Equal(0, await root.Ended());
        Assert.Equal("3", await File.ReadAllTextAsync(file));
    }

    [Fact]
    public async Task A_root_whose_reader_is_gone_works()
    {
        string file = Path.Combine(NewFolder(), "answer");
        await using RootProgram root = RootProgram.Start([], "/bin/sh", "-c", "\"$0\" \"$@\" | true", RootProgram.File, "add-to-file", file);
        Assert.Equal(0, await root.Ended());
        await Deadlines.Until(() => File.Exists(file), "the root has answered");
        await root.TreeEnded();
        Assert.Equal("3", await File.ReadAllTextAsync(file));
    }

    [Fact]
    public async Task Standard_input_is_empty() => Assert.Equal("", await LifeJobs.ReadInputProcess.RunAsync().Soon());

    // The tail that errors quote must not cost a child that writes a lot.
    [Fact]
    public async Task The_error_tail_is_the_end_of_a_long_story()
    {
        using var process = new OutputJobs.ComplainAndExitProcess(20_000) { Output = OutputMode.Null }.Started();
        var lost = await Assert.ThrowsAsync<ProcessLostException>(() => process.GetResultAsync().Soon());
        Assert.EndsWith("complaint 19999", lost.StandardErrorTail, StringComparison.Ordinal);
        Assert.InRange(lost.StandardErrorTail.Length, 1000, 4096);
        Assert.StartsWith("complaint", lost.StandardErrorTail, StringComparison.Ordinal);
    }

    // A grandchild that lives on holds the streams: the end of the child is its end all the same.
    [Fact]
    public async Task Whoever_inherited_the_streams_does_not_hold_up_a_join()
    {
        long start = Stopwatch.GetTimestamp();
        Lines lines = new();
        using var process = new OutputJobs.LeaveSleeperProcess { Output = OutputMode.Capture };
        process.OutputReceived += lines.Add;
        process.Started().Ended();
        Assert.Equal(0, process.ExitCode);
        int sleeper = int.Parse(Assert.Single(lines.Output), System.Globalization.CultureInfo.InvariantCulture);
        Assert.True(ProcFs.Runs(sleeper), $"Joined after {Stopwatch.GetElapsedTime(start)}, when the sleeper had ended.");
        SendSignal(sleeper, 9);
        await OrphanEnded(sleeper);
    }

    private static Lines Capture(string text, int[] cuts)
    {
        Lines lines = new();
        using var process = new OutputJobs.WritePiecesProcess(text, cuts) { Output = OutputMode.Capture };
        process.OutputReceived += lines.Add;
        process.Started().Ended();
        Assert.Equal(0, process.ExitCode);
        return lines;
    }
}
