using ProcGen.Waiting;

namespace ProcGen;

/// <summary>How single calls are run: give it to <see cref="ProcessPool.With"/>.</summary>
public sealed record CallOptions
{
    internal static readonly CallOptions Default = new();

    private readonly int? _maxAttempts;

    /// <summary>
    /// How long a call may run, from when a worker has it. Then it is cancelled; if it has not ended after <see cref="Grace"/>, its worker
    /// alone is killed and replaced. The call fails with <see cref="TimeoutException"/>. Positive; null, or <see cref="System.Threading.Timeout.InfiniteTimeSpan"/>, for no limit.
    /// </summary>
    public TimeSpan? Timeout
    {
        get;
        init => field = Durations.Positive(value);
    }

    /// <summary>How long a call may take to heed its cancellation before its worker is killed, once its <see cref="Timeout"/> is over. Not negative; one second unless set.</summary>
    public TimeSpan Grace
    {
        get;
        init => field = Durations.NotNegative(value);
    } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Whether a call that its caller cancels has its worker killed and replaced when it has not ended after <see cref="Grace"/>. Otherwise
    /// (the default) a target that does not heed its token runs on to its end, and so does the wait for it.
    /// </summary>
    public bool KillOnCancel { get; init; }

    /// <summary>
    /// How often a call may be begun when workers die of it: 1 means at most once. Unless set, what <see cref="ProcessPoolOptions.MaxAttempts"/> says. More is safe only for targets that may run
    /// twice: <see cref="CallInfo.Attempt"/> tells it. Exceptions that a target throws are results and are never tried again, a stream is
    /// begun again only as long as it has given no item, and a call that brings its workers down by itself is not tried for ever (<see cref="ProcessPoolOptions.QuarantineAfter"/>).
    /// </summary>
    public int MaxAttempts
    {
        get => _maxAttempts ?? 1;
        init => _maxAttempts = Require.Positive(value);
    }

    /// <summary>Which of the calls that wait goes first: the greater. Calls of one priority go in the order in which they were made. 0 unless set.</summary>
    public int Priority { get; init; }

    /// <summary>
    /// Calls with equal keys go to the same worker as long as it lives, so that what it keeps for them (a <see cref="WorkerState{T}"/>, a cache)
    /// is found again; they wait for it while it is busy. Keys are compared by <see cref="object.Equals(object)"/>, and a pool knows the last ten
    /// thousand that were used. Null, the default: to whichever worker is free.
    /// </summary>
    public object? AffinityKey { get; init; }

    /// <summary>What people call it, in errors, statistics and traces. Null for the target's name alone.</summary>
    public string? Tag { get; init; }

    /// <summary>The same, with this number of attempts where it does not say one.</summary>
    internal CallOptions OrAttempts(int maxAttempts) => _maxAttempts is null && maxAttempts > 1 ? this with { MaxAttempts = maxAttempts } : this;
}
