namespace ProcGen.Acceptance;

/// <summary>The end of a whole program and what becomes of its tree.</summary>
public class RootTests : ProcessTest
{
    [Fact]
    public async Task X9_A_root_that_is_killed_leaves_no_descendants()
    {
        await using RootProgram root = RootProgram.Start("chain", "2");
        await root.Line("ready");
        Assert.Equal(3, root.Descendants.Count);
        root.Kill();
        Assert.Equal(137, await root.Ended());
        await root.TreeEnded();
    }

    [Fact]
    public async Task X9_A_root_that_is_killed_with_a_crowd_leaves_no_descendants()
    {
        await using RootProgram root = RootProgram.Start("pool-of-children", "6");
        await root.Line("ready");
        Assert.Equal(12, root.Descendants.Count);
        root.Kill();
        await root.Ended();
        await root.TreeEnded();
    }

    [Fact]
    public async Task A_middle_process_that_is_killed_takes_its_own_children_along()
    {
        await using RootProgram root = RootProgram.Start("chain", "2");
        int child = int.Parse(await root.Line("child"), System.Globalization.CultureInfo.InvariantCulture);
        await root.Line("ready");
        SendSignal(child, 9);
        await Deadlines.Until(() => root.Descendants.Count == 0, "the children of the child have ended");
        Assert.True(ProcFs.Runs(root.Id));
    }

    [Theory]
    [InlineData("return", 5)]
    [InlineData("exit", 5)]
    public async Task A_root_that_ends_terminates_its_daemons_and_joins_the_others(string how, int exitCode)
    {
        string folder = NewFolder(), go = Path.Combine(folder, "go"), done = Path.Combine(folder, "done");
        await using RootProgram root = RootProgram.Start("leave", how, go, done);
        await root.Line("leaving");
        await Deadlines.Until(() => root.Descendants.Count == 1, "the daemon has ended");
        Assert.True(ProcFs.Runs(root.Id));
        await File.WriteAllTextAsync(go, "");
        Assert.Equal(exitCode, await root.Ended());
        Assert.True(File.Exists(done));
        await root.TreeEnded();
    }

    [Fact]
    public async Task A_root_that_crashes_leaves_nobody()
    {
        string folder = NewFolder();
        await using RootProgram root = RootProgram.Start("leave", "throw", Path.Combine(folder, "go"), Path.Combine(folder, "done"));
        await root.Line("leaving");
        Assert.Equal(134, await root.Ended());
        await root.TreeEnded();
    }

    [Fact]
    public async Task An_orphan_lives_on_only_where_that_was_asked_for()
    {
        string folder = NewFolder(), go = Path.Combine(folder, "go"), done = Path.Combine(folder, "done");
        await using RootProgram root = RootProgram.Start("orphans", go, done);
        int orphan = int.Parse(await root.Line("child"), System.Globalization.CultureInfo.InvariantCulture);
        await root.Line("ready");
        root.Kill();
        await root.Ended();
        await Deadlines.Until(() => root.Descendants.Count == 1, "the other child has ended");
        Assert.Equal(orphan, Assert.Single(root.Descendants).Id);
        await File.WriteAllTextAsync(go, "");
        await root.TreeEnded();
        Assert.Equal($"{orphan}\n", await File.ReadAllTextAsync(done));
    }

    [Fact]
    public async Task An_interrupted_root_lets_its_children_clean_up()
    {
        string file = Path.Combine(NewFolder(), "cleaned");
        await using RootProgram root = RootProgram.Start("clean-up", file);
        await root.Line("ready");
        SendSignal(root.Id, 2);
        Assert.Equal(130, await root.Ended());
        await root.TreeEnded();
        Assert.Equal("cleaned\n", await File.ReadAllTextAsync(file));
    }

    // As a terminal does it: to the whole foreground group. Children are in groups of their own.
    [Fact]
    public async Task Ctrl_C_reaches_the_root_only()
    {
        string file = Path.Combine(NewFolder(), "cleaned");
        await using RootProgram root = RootProgram.Start("clean-up", file);
        await root.Line("ready");
        Assert.All(root.Descendants, child => Assert.NotEqual(root.Id, child.Group));
        SendSignalToGroup(root.Id, 2);
        Assert.Equal(130, await root.Ended());
        await root.TreeEnded();
        Assert.Equal("cleaned\n", await File.ReadAllTextAsync(file));
    }

    [Fact]
    public async Task An_interrupted_root_ends_children_that_do_not_heed()
    {
        await using RootProgram root = RootProgram.Start("stubborn");
        await root.Line("ready");
        SendSignal(root.Id, 2);
        Assert.Equal(130, await root.Ended());
        await root.TreeEnded();
    }

    // Since .NET 10 a program that does not handle SIGTERM dies of it at once, without its exit handlers: its tree sees that it is gone.
    [Fact]
    public async Task A_terminated_root_takes_its_tree_along()
    {
        string folder = NewFolder();
        await using RootProgram root = RootProgram.Start("leave", "hang", Path.Combine(folder, "go"), Path.Combine(folder, "done"));
        await root.Line("leaving");
        Assert.Equal(2, root.Descendants.Count);
        SendSignal(root.Id, 15);
        Assert.Equal(143, await root.Ended());
        await root.TreeEnded();
    }

    [Fact]
    public async Task Children_are_reaped_without_a_join()
    {
        await using RootProgram root = RootProgram.Start("chain", "0");
        int child = int.Parse(await root.Line("child"), System.Globalization.CultureInfo.InvariantCulture);
        await root.Line("ready");
        SendSignal(child, 9);
        await Deadlines.Until(() => ProcFs.Find(child) is null, "the child has been reaped");
        Assert.True(ProcFs.Runs(root.Id));
    }
}
