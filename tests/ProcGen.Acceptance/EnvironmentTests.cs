namespace ProcGen.Acceptance;

/// <summary>What a child is started with: flags, variables, a folder, descriptors.</summary>
public class EnvironmentTests : ProcessTest
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task ST8_Flags_of_the_runtime_reach_children_and_grandchildren(int depth) =>
        Assert.Equal("raised", await LifeJobs.FlagProcess.RunAsync("ProcGen.Acceptance.Flag", depth).Soon());

    [Fact]
    public async Task ST8_Assemblies_are_found_at_the_same_place()
    {
        Assert.Equal(typeof(LifeJobs).Assembly.Location, await LifeJobs.PlaceOfAssemblyProcess.RunAsync(0).Soon());
        Assert.Equal(typeof(LifeJobs).Assembly.Location, await LifeJobs.PlaceOfAssemblyProcess.RunAsync(1).Soon());
    }

    // Configuration, logging and resources are looked up by these.
    [Fact]
    public async Task ST8_A_child_takes_itself_for_the_same_program() =>
        Assert.Equal(LifeJobs.Surroundings(), await LifeJobs.SurroundingsProcess.RunAsync().Soon());

    [Fact]
    public async Task ST9_Handles_that_are_not_inherited_are_closed_in_the_child()
    {
        string file = Path.Combine(NewFolder(), "open");
        using FileStream open = File.Create(file);
        using var leaky = LeakyFile.Open(file);
        using var process = new LifeJobs.DescriptorsProcess().Started();
        Dictionary<int, string> found = await process.GetResultAsync().Soon();
        Assert.DoesNotContain(found.Values, target => target == file);

        // The sockets that our side holds are not among the child's: 3 and 4 are its ends.
        string[] sockets = [.. found.Where(static entry => entry.Value.StartsWith("socket:", StringComparison.Ordinal) && entry.Key < 16).Select(static entry => entry.Value)];
        Assert.InRange(sockets.Length, 1, 3);
        Assert.Empty(sockets.Intersect(ProcFs.Descriptors(Environment.ProcessId).Values));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task Variables_are_added_and_removed(int depth)
    {
        Environment.SetEnvironmentVariable("ACCEPTANCE_OLD", "old");
        try
        {
            Assert.Equal("old", await LifeJobs.VariableProcess.RunAsync("ACCEPTANCE_OLD", depth).Soon());
            Assert.Equal("new", await Read("ACCEPTANCE_NEW", new() { ["ACCEPTANCE_NEW"] = "new" }));
            Assert.Equal("other = ü", await Read("ACCEPTANCE_OLD", new() { ["ACCEPTANCE_OLD"] = "other = ü" }));
            Assert.Null(await Read("ACCEPTANCE_OLD", new() { ["ACCEPTANCE_OLD"] = null }));
            Assert.Null(Environment.GetEnvironmentVariable("ACCEPTANCE_NEW"));
        }
        finally
        {
            Environment.SetEnvironmentVariable("ACCEPTANCE_OLD", null);
        }

        async Task<string?> Read(string name, Dictionary<string, string?> environment)
        {
            using var process = new LifeJobs.VariableProcess(name, depth) { EnvironmentVariables = environment }.Started();
            return await process.GetResultAsync().Soon();
        }
    }

    [Theory]
    [InlineData("PROCGEN_CHILD")]
    [InlineData("DOTNET_STARTUP_HOOKS")]
    public async Task A_target_sees_nothing_of_how_it_was_started(string name)
    {
        Assert.Null(await LifeJobs.VariableProcess.RunAsync(name, 0).Soon());
        Assert.Null(await LifeJobs.VariableProcess.RunAsync(name, 1).Soon());
    }

    [Fact]
    public async Task A_working_directory_of_its_own()
    {
        string folder = NewFolder();
        using var process = new LifeJobs.WorkingDirectoryProcess { WorkingDirectory = folder }.Started();
        Assert.Equal(folder, await process.GetResultAsync().Soon());
        Assert.Equal(Environment.CurrentDirectory, await LifeJobs.WorkingDirectoryProcess.RunAsync().Soon());
    }

    [Fact]
    public async Task A_working_directory_that_vanished_under_the_root()
    {
        string folder = NewFolder();
        string gone = Path.Combine(folder, "gone");
        await using RootProgram root = RootProgram.Start(
            [], "/bin/sh", "-c", "mkdir \"$0\" && cd \"$0\" && rmdir \"$0\" && exec \"$@\"", gone, RootProgram.File, "start");
        Assert.Equal(0, await root.Ended());
        IReadOnlyList<string> lines = await root.RestOfLines();
        Assert.True(
            lines is ["exit 0", "failure none"] || (lines.Count == 1 && lines[0].StartsWith("thrown ProcessStartException CouldNotSpawn", StringComparison.Ordinal)),
            $"{string.Join('\n', lines)}\n{await root.Errors()}");
    }

    [Fact]
    public async Task Names_are_a_path_in_the_tree()
    {
        Lines lines = new();
        using var named = new LifeJobs.TreeProcess(2, 1) { Name = "top", Output = OutputMode.Capture };
        named.OutputReceived += lines.Add;
        named.Started().Ended();
        Assert.Equal(["top at 2", "top:1 at 1"], lines.Output);

        using var unnamed = new LifeJobs.DescribeProcess("x");
        Assert.Matches("^Describe-[0-9]+$", unnamed.Name);
        unnamed.Start();
        Assert.Equal(unnamed.Name, (await unnamed.GetResultAsync().Soon()).Name);
    }

    [Fact]
    public async Task A_process_tells_where_it_stands()
    {
        Reports<int> running = new();
        using var process = new LifeJobs.WaitProcess(running) { Name = "waiter", IsDaemon = true };
        Assert.Equal("waiter (not started)", process.ToString());
        process.Start();
        await running.First;
        Assert.Equal($"waiter ({process.Id}, running, daemon)", process.ToString());
        process.Kill();
        process.Ended();
        Assert.Contains("SIGKILL", process.ToString(), StringComparison.Ordinal);
        Assert.Equal($"MainProcess ({Environment.ProcessId})", ProcessInfo.Current.ToString());
    }
}
