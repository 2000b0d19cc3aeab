using System.Diagnostics;
using ProcGen.Hosting;

namespace ProcGen.Pools;

/// <summary>What a worker is about. Written under the pool's lock.</summary>
internal enum WorkerPhase
{
    /// <summary>It has not said hello.</summary>
    Starting,

    /// <summary>It runs what every worker runs first.</summary>
    Initializing,

    /// <summary>It could take calls and waits until it is needed.</summary>
    Standby,

    /// <summary>It takes calls.</summary>
    Active,

    /// <summary>It has been told to exit and gets no more calls.</summary>
    Retiring,

    /// <summary>It is gone.</summary>
    Ended,
}

/// <summary>The place of a worker that has died.</summary>
/// <param name="Restarts">How often a worker has died in it.</param>
/// <param name="Death">The last.</param>
internal sealed record Vacancy(int Restarts, WorkerDeath Death);

/// <summary>A worker of a pool: passes what becomes of its child on to the pool.</summary>
internal sealed class PoolWorker(PoolCore pool, string name) : IChildOwner
{
    private const int MostAhead = 32;

    // Long beside what it costs to tell somebody something, and short beside what anybody notices.
    private static readonly long Moment = Stopwatch.Frequency / 4000;

    // How long a call of its keeps it busy, on average over the last; before the first, too long for others to go ahead.
    private long _usual = 2 * Moment;

    public string Name { get; } = name;

    /// <summary>The child, once it has been started.</summary>
    public ChildLink? Link { get; set; }

    public WorkerPage Page { get; } = WorkerPage.Create();

    // What follows is written under the pool's lock.

    public WorkerPhase Phase { get; set; }

    /// <summary>How many calls it has been given.</summary>
    public int Calls { get; set; }

    public long StartedAt { get; } = Stopwatch.GetTimestamp();

    /// <summary>When it was idle last, or became so.</summary>
    public long IdleSince { get; set; } = Stopwatch.GetTimestamp();

    /// <summary>When it got the call that it has, or had last.</summary>
    public long GivenAt { get; set; }

    /// <summary>How long it has had calls.</summary>
    public TimeSpan Worked { get; set; }

    /// <summary>How long its calls had waited for a worker.</summary>
    public TimeSpan Waited { get; set; }

    /// <summary>In whose place it was started; null for nobody's.</summary>
    public Vacancy? Took { get; init; }

    /// <summary>When somebody last looked at how much memory it has.</summary>
    public long WeighedAt { get; set; }

    /// <summary>Completes when the worker is free again after the call of the initializer that it has, or had last.</summary>
    public TaskCompletionSource? InitializerCallEnded { get; set; }

    /// <summary>A call has kept it busy for so long, in ticks of the stopwatch. Returns how many calls may go ahead to it: what it does in a moment.</summary>
    public int LearnMostAhead(long worked)
    {
        _usual += (worked - _usual) / 8;
        return (int)Math.Min(MostAhead, Moment / Math.Max(_usual, 1));
    }

    public void OnReady(ChildLink link)
    {
        Link = link;
        pool.OnWorkerReady(this);
    }

    public void OnCallEnded(ChildLink link, PendingCall pending) => pool.OnCallEnded(this);

    public void OnEnded(ChildLink link, PendingCall? pending)
    {
        Link = link;
        pool.OnWorkerEnded(this);
        Page.Dispose();
    }
}
