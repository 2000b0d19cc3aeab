using System.Text.Json;

namespace ProcGen.Programs.Tests;

/// <summary>Each program of the tour shows what it says that it shows.</summary>
public sealed class TourTests
{
    [Fact]
    public async Task Without_a_name_it_lists_its_programs()
    {
        ProgramRun run = await ProgramRun.RunAsync("Tour");
        Assert.Equal(0, run.ExitCode);
        string[] names = ["function", "object", "isolation", "join", "orphan", "zombie", "daemon", "exit", "tickets", "ktv", "traffic", "deadlock", "queue", "pipe", "pool-async", "pool", "crash"];
        Assert.All(names, name => Assert.Contains($"  {name} ", run.Output, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("--nonsense")]
    [InlineData("pool", "crash")]
    [InlineData("pool", "--unsafe")]
    [InlineData("--unsafe")]
    public async Task A_wrong_command_line_is_told_and_ends_with_2(params string[] arguments)
    {
        ProgramRun run = await ProgramRun.RunAsync("Tour", arguments);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains(arguments[^1], run.Error, StringComparison.Ordinal);
        Assert.Empty(run.Output);
    }

    [Fact]
    public async Task Without_json_it_tells_a_story()
    {
        ProgramRun run = await ProgramRun.RunByDotnetAsync("Tour", "isolation");
        Assert.Equal(0, run.ExitCode);
        Assert.Equal(["child:  n is 0", "parent: n is 100"], run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Theory]
    [InlineData("function")]
    [InlineData("object")]
    public async Task Four_processes_work_at_the_same_time_while_the_parent_goes_on(string name)
    {
        JsonElement facts = await RunAsync(name);
        JsonElement[] laps = [.. facts.GetProperty("laps").EnumerateArray()];
        Assert.Equal(4, laps.Length);
        Assert.Equal(5, laps.Select(lap => lap.GetProperty("processId").GetInt32()).Append(facts.GetProperty("mainProcessId").GetInt32()).Distinct().Count());
        Assert.True(facts.GetProperty("atOnce").GetInt32() >= 2);
        long mainLine = facts.GetProperty("mainLine").GetInt64();
        Assert.All(laps, lap => Assert.True(mainLine < lap.GetProperty("end").GetInt64()));
    }

    [Fact]
    public async Task Run_called_directly_runs_here()
    {
        JsonElement facts = await RunAsync("object");
        Assert.Equal(facts.GetProperty("mainProcessId").GetInt32(), facts.GetProperty("directProcessId").GetInt32());
    }

    [Fact]
    public async Task A_childs_static_field_is_its_own()
    {
        JsonElement facts = await RunAsync("isolation");
        Assert.Equal(100, facts.GetProperty("parent").GetInt32());
        Assert.Equal(0, facts.GetProperty("child").GetInt32());
    }

    [Fact]
    public async Task Joins_overlap_and_one_whose_time_is_up_leaves_the_child_running()
    {
        JsonElement facts = await RunAsync("join");
        Assert.InRange(facts.GetProperty("seconds").GetDouble(), 2.9, 5.9);
        Assert.False(facts.GetProperty("timedJoin").GetBoolean());
        Assert.True(facts.GetProperty("aliveAfterTimedJoin").GetBoolean());
        Assert.Equal([0, 0, 0], Numbers(facts, "exitCodes"));
    }

    [Fact]
    public async Task A_killed_parent_takes_its_children_with_it_unless_they_were_told_to_go_on()
    {
        JsonElement facts = await RunAsync("orphan");
        Assert.Equal(-9, facts.GetProperty("parentExitCode").GetInt32());
        Assert.InRange(facts.GetProperty("secondsUntilDefaultChildEnded").GetDouble(), 0, 1);
        Assert.True(facts.GetProperty("orphanLivedOn").GetBoolean());
        Assert.NotEqual(facts.GetProperty("orphanParentBefore").GetInt32(), facts.GetProperty("orphanParentAfter").GetInt32());
        Assert.Equal("done by myself", facts.GetProperty("orphanLastWords").GetString());
    }

    [Fact]
    public async Task Children_that_nobody_joins_leave_no_zombies()
    {
        JsonElement facts = await RunAsync("zombie");
        Assert.Equal(0, facts.GetProperty("zombies").GetInt32());
        Assert.Equal(Enumerable.Range(0, 20), Numbers(facts, "exitCodes"));
    }

    [Fact]
    public async Task A_daemon_ends_with_its_parent_and_has_no_children()
    {
        JsonElement facts = await RunAsync("daemon");
        Assert.True(facts.GetProperty("daemonBegan").GetBoolean());
        Assert.False(facts.GetProperty("daemonFinished").GetBoolean());
        Assert.True(facts.GetProperty("childFinished").GetBoolean());
        Assert.Contains("daemon", facts.GetProperty("refusal").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("return", 0)]
    [InlineData("throw", 1)]
    [InlineData("exit", 3)]
    [InlineData("terminate", -15)]
    [InlineData("kill", -9)]
    [InlineData("overflow", -6)]
    public async Task Every_end_has_itExitFacts_code_and_its_words(string how, int exitCode)
    {
        JsonElement facts = await ExitFacts.Value;
        Assert.Equal(exitCode, facts.GetProperty(how).GetInt32());
        string words = facts.GetProperty("words").GetProperty(how).GetString()!;
        Assert.Contains(Math.Abs(exitCode).ToString(System.Globalization.CultureInfo.InvariantCulture), words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Under_a_lock_exactly_five_tickets_are_sold()
    {
        JsonElement facts = await RunAsync("tickets");
        Assert.Equal(20, facts.GetProperty("clients").GetInt32());
        Assert.Equal(5, facts.GetProperty("sold").GetInt32());
        Assert.Equal(0, facts.GetProperty("left").GetInt32());
    }

    [Fact]
    public async Task Without_a_lock_more_tickets_are_sold_than_there_are()
    {
        JsonElement facts = await RunAsync("tickets", "--unsafe");
        Assert.Equal(20, facts.GetProperty("clients").GetInt32());
        Assert.InRange(facts.GetProperty("sold").GetInt32(), facts.GetProperty("tickets").GetInt32() + 1, 20);
    }

    [Fact]
    public async Task Never_more_than_four_guests_are_inside_and_all_are_served()
    {
        JsonElement facts = await RunAsync("ktv");
        Assert.Equal(13, facts.GetProperty("guests").GetInt32());
        Assert.InRange(facts.GetProperty("mostInside").GetInt32(), 2, 4);
        Assert.Equal(0, facts.GetProperty("insideAtTheEnd").GetInt32());
        Assert.Equal(4, facts.GetProperty("freeAtTheEnd").GetInt32());
    }

    [Fact]
    public async Task Every_dish_is_eaten_once_and_the_counter_never_holds_more_than_three()
    {
        JsonElement facts = await RunAsync("queue");
        Assert.Equal(100, facts.GetProperty("produced").GetInt32());
        Assert.Equal(100, facts.GetProperty("consumed").GetInt32());
        Assert.Equal(100, facts.GetProperty("distinct").GetInt32());
        Assert.InRange(facts.GetProperty("mostAtOnce").GetInt32(), 1, 3);
        Assert.Equal(0, facts.GetProperty("left").GetInt32());
    }

    [Fact]
    public async Task Cars_pass_on_green_and_police_cars_after_a_moment()
    {
        JsonElement facts = await RunAsync("traffic");
        Assert.Equal(10, facts.GetProperty("cars").GetInt32());
        Assert.Equal(10, facts.GetProperty("passedOnGreen").GetInt32());
        JsonElement[] police = [.. facts.GetProperty("police").EnumerateArray()];
        Assert.Equal(5, police.Length);
        Assert.Contains(police, car => !car.GetProperty("sawGreen").GetBoolean());
        Assert.All(police, car => Assert.True(car.GetProperty("sawGreen").GetBoolean() || car.GetProperty("waited").GetInt64() >= 99));
    }

    [Fact]
    public async Task Replies_match_and_the_other_side_of_a_pipe_sees_the_end()
    {
        JsonElement facts = await RunAsync("pipe");
        string[] requests = [.. facts.GetProperty("requests").EnumerateArray().Select(static request => request.GetString()!)];
        string[] replies = [.. facts.GetProperty("replies").EnumerateArray().Select(static reply => reply.GetString()!)];
        Assert.NotEmpty(requests);
        Assert.Equal(requests.Select(static request => string.Concat(request.Reverse())), replies);
        Assert.Equal(requests.Length, facts.GetProperty("served").GetInt32());
        Assert.True(facts.GetProperty("sawEndOfKilled").GetBoolean());
        Assert.True(facts.GetProperty("isMoved").GetBoolean());
    }

    [Fact]
    public async Task A_lock_whose_holder_was_killed_goes_to_the_next_who_is_told()
    {
        JsonElement facts = await RunAsync("deadlock");
        Assert.Equal(-9, facts.GetProperty("holderExitCode").GetInt32());
        Assert.True(facts.GetProperty("next").GetProperty("wasAbandoned").GetBoolean());
        Assert.Equal(70, facts.GetProperty("next").GetProperty("found").GetInt32());
        Assert.False(facts.GetProperty("later").GetProperty("wasAbandoned").GetBoolean());
        Assert.Equal(100, facts.GetProperty("later").GetProperty("found").GetInt32());
        Assert.Equal(100, facts.GetProperty("total").GetInt32());
        Assert.InRange(facts.GetProperty("seconds").GetDouble(), 0, 10);
    }

    [Fact]
    public async Task Calls_without_waiting_share_three_workers()
    {
        JsonElement facts = await RunAsync("pool-async");
        Assert.Equal(Enumerable.Range(1, 10), facts.GetProperty("laps").EnumerateArray().Select(lap => lap.GetProperty("number").GetInt32()));
        Assert.Equal(3, facts.GetProperty("workers").GetInt32());
        Assert.InRange(facts.GetProperty("atOnce").GetInt32(), 1, 3);
    }

    [Fact]
    public async Task Calls_that_wait_run_one_at_a_time_in_order()
    {
        JsonElement facts = await RunAsync("pool");
        Assert.Equal(Enumerable.Range(1, 10), facts.GetProperty("laps").EnumerateArray().Select(lap => lap.GetProperty("number").GetInt32()));
        Assert.Equal(1, facts.GetProperty("atOnce").GetInt32());
    }

    [Fact]
    public async Task A_call_that_kills_its_worker_is_the_only_one_that_is_lost()
    {
        JsonElement facts = await RunAsync("crash");
        Assert.Equal([1, 4, 9, 25, 36, 49, 64, 81, 100], Numbers(facts, "results"));
        JsonElement loss = Assert.Single(facts.GetProperty("losses").EnumerateArray());
        Assert.Equal(9, loss.GetProperty("signal").GetInt32());
        string message = loss.GetProperty("message").GetString()!;
        Assert.Contains("SIGKILL", message, StringComparison.Ordinal);
        Assert.Contains($"{loss.GetProperty("processId").GetInt32()}", message, StringComparison.Ordinal);
        Assert.Equal(121, facts.GetProperty("later").GetInt32());
    }

    private static readonly Lazy<Task<JsonElement>> ExitFacts = new(() => RunAsync("exit"));

    private static async Task<JsonElement> RunAsync(params string[] arguments)
    {
        ProgramRun run = await ProgramRun.RunAsync("Tour", [.. arguments, "--json"]);
        Assert.True(run.ExitCode == 0, run.Error);
        return run.Json;
    }

    private static IEnumerable<int> Numbers(JsonElement facts, string name) => facts.GetProperty(name).EnumerateArray().Select(number => number.GetInt32());
}
