using ProcGen.Hosting;
using ProcGen.Pools;

namespace ProcGen.Tests.Pools;

/// <summary>The pool's decisions without processes: any order of events keeps every call in exactly one place.</summary>
public sealed class PoolSchedulerTests
{
    private readonly PoolScheduler<string> _scheduler = new(static (_, _) => false);

    [Fact]
    public void Calls_wait_in_their_order_when_no_worker_is_idle()
    {
        PendingCall[] calls = [Call(), Call(), Call()];
        Assert.All(calls, call => Assert.Null(_scheduler.Submit(call)));
        Assert.Equal(calls, [_scheduler.Release("a")!, _scheduler.Release("b")!, _scheduler.Release("a")!]);
        Assert.Null(_scheduler.Release("a"));
    }

    [Fact]
    public void The_worker_that_was_idle_last_gets_the_next_call()
    {
        Assert.Null(_scheduler.Release("a"));
        Assert.Null(_scheduler.Release("b"));
        Assert.Equal("b", _scheduler.Submit(Call()));
        Assert.Equal("a", _scheduler.Submit(Call()));
    }

    [Fact]
    public void What_a_dead_worker_had_comes_before_what_waits()
    {
        PendingCall first = Call();
        PendingCall second = Call();
        _scheduler.Submit(first);
        _scheduler.Submit(second);
        Assert.Same(first, _scheduler.Release("a"));
        Assert.Same(first, _scheduler.Remove("a", out _));
        Assert.Null(_scheduler.Requeue(first));
        Assert.Same(first, _scheduler.Release("b"));
        Assert.Same(second, _scheduler.Release("c"));
    }

    [Fact]
    public void A_dead_idle_worker_gets_nothing_more()
    {
        Assert.Null(_scheduler.Release("a"));
        Assert.Null(_scheduler.Release("b"));
        Assert.Null(_scheduler.Release("c"));
        Assert.Null(_scheduler.Remove("b", out _));
        Assert.Equal(("c", "a", null), (_scheduler.Submit(Call()), _scheduler.Submit(Call()), _scheduler.Submit(Call())));
    }

    [Fact]
    public void A_call_is_withdrawn_once_and_only_while_it_waits()
    {
        PendingCall waiting = Call();
        _scheduler.Submit(waiting);
        Assert.True(_scheduler.Withdraw(waiting));
        Assert.False(_scheduler.Withdraw(waiting));
        PendingCall running = Call();
        _scheduler.Release("a");
        _scheduler.Submit(running);
        Assert.False(_scheduler.Withdraw(running));
    }

    [Fact]
    public void A_greater_priority_goes_first_and_age_decides_among_equals()
    {
        PendingCall[] calls = [Call(), Call(-1), Call(5), Call(), Call(5)];
        Assert.All(calls, call => Assert.Null(_scheduler.Submit(call)));
        Assert.Equal([calls[2], calls[4], calls[0], calls[3], calls[1]], Enumerable.Range(0, 5).Select(_ => _scheduler.Release("a")!));
    }

    [Fact]
    public void Calls_of_one_key_go_to_one_worker_and_wait_for_it()
    {
        Assert.Null(_scheduler.Release("a"));
        Assert.Null(_scheduler.Release("b"));
        string first = _scheduler.Submit(Call(key: "x"))!;
        string other = _scheduler.Submit(Call(key: "y"))!;
        Assert.NotEqual(first, other);
        PendingCall second = Call(key: "x");
        Assert.Null(_scheduler.Submit(second));
        Assert.Null(_scheduler.Release(other));
        Assert.Same(second, _scheduler.Release(first));
    }

    [Fact]
    public void The_keys_of_a_dead_worker_are_free()
    {
        Assert.Null(_scheduler.Release("a"));
        PendingCall begun = Call(key: "x"), waiting = Call(key: "x");
        Assert.Equal("a", _scheduler.Submit(begun));
        Assert.Null(_scheduler.Submit(waiting));
        Assert.Null(_scheduler.Release("b"));
        Assert.Same(begun, _scheduler.Remove("a", out PendingCall[] waitedForIt));
        Assert.Equal([waiting], waitedForIt);
        Assert.Equal("b", _scheduler.Requeue(waiting));
    }

    [Fact]
    public void A_call_for_one_worker_goes_to_no_other()
    {
        Assert.Null(_scheduler.SubmitTo("a", Call()));
        PendingCall first = Call();
        Assert.Null(_scheduler.Release("a"));
        Assert.Null(_scheduler.Release("b"));
        Assert.True(_scheduler.SubmitTo("a", first));
        PendingCall second = Call();
        Assert.False(_scheduler.SubmitTo("a", second));
        Assert.Same(second, _scheduler.Release("a"));
    }

    [Fact]
    public void The_key_that_was_not_used_for_longest_is_forgotten()
    {
        PoolScheduler<string> scheduler = new(static (_, _) => false, maxKeys: 2);
        Assert.Null(scheduler.Release("a"));
        Assert.Null(scheduler.Release("b"));
        string x = scheduler.Submit(Call(key: "x"))!;
        string y = scheduler.Submit(Call(key: "y"))!;
        Assert.NotEqual(x, y);
        Assert.Null(scheduler.Release(x));
        Assert.Equal(x, scheduler.Submit(Call(key: "x")));
        Assert.Null(scheduler.Release(x));

        // Of the two, y is older. Its worker being busy, z goes to the other, and y is free to go there, too.
        Assert.Equal(x, scheduler.Submit(Call(key: "z")));
        Assert.Equal(2, scheduler.KeyCount);
        Assert.Null(scheduler.Release(x));
        Assert.Equal(x, scheduler.Submit(Call(key: "y")));
        Assert.Equal(2, scheduler.KeyCount);
    }

    [Fact]
    public void Distinct_keys_without_end_cost_no_memory_without_end()
    {
        Assert.Null(_scheduler.Release("a"));
        for (int key = 0; key < 30_000; key++)
        {
            Assert.Equal("a", _scheduler.Submit(Call(key: key)));
            Assert.Null(_scheduler.Release("a"));
        }

        Assert.Equal(10_000, _scheduler.KeyCount);
        Assert.Null(_scheduler.Remove("a", out _));
        Assert.Equal(0, _scheduler.KeyCount);
    }

    [Fact]
    public void A_finished_worker_is_neither_busy_nor_idle_and_gets_nothing_more()
    {
        Assert.Null(_scheduler.Release("a"));
        Assert.Equal("a", _scheduler.Submit(Call(key: "x")));
        _scheduler.Finish("a");
        Assert.Equal((0, 0, true), (_scheduler.BusyCount, _scheduler.IdleCount, _scheduler.IsEmpty));
        PendingCall keyed = Call(key: "x"), pinned = Call(), free = Call();
        Assert.Null(_scheduler.Submit(keyed));
        Assert.False(_scheduler.SubmitTo("a", pinned));
        Assert.Null(_scheduler.Submit(free));
        Assert.Null(_scheduler.Remove("a", out PendingCall[] waitedForIt));
        Assert.Equal([keyed, pinned], waitedForIt);
        Assert.Same(free, _scheduler.Release("b"));
    }

    private static PendingCall Call(int priority = 0, object? key = null) => PoolCall.New(priority, key);
}
