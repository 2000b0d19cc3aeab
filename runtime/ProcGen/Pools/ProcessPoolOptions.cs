using ProcGen.Waiting;

namespace ProcGen;

/// <summary>What a <see cref="ProcessPool"/> is made of. Immutable; one may serve many pools.</summary>
public sealed partial record ProcessPoolOptions
{
    /// <summary>
    /// How many workers run. At least 1; unless set, as many as this process may use processors (its affinity and its container count), and in
    /// a worker of another pool its share of them. Python: <c>processes</c>.
    /// </summary>
    public int Workers
    {
        get;
        init => field = Require.Positive(value);
    } = Hosting.ProcessorBudget.Own;

    /// <summary>How few workers run when there is nothing to do. Not negative; null for <see cref="Workers"/>.</summary>
    public int? MinWorkers
    {
        get;
        init => field = Require.NotNegative(value);
    }

    /// <summary>How many workers run when calls wait. At least 1; null for <see cref="Workers"/>.</summary>
    public int? MaxWorkers
    {
        get;
        init => field = Require.Positive(value);
    }

    /// <summary>How long a worker may be idle while there are more than <see cref="MinWorkers"/> before it exits: not negative, or <see cref="Timeout.InfiniteTimeSpan"/>. 60 seconds unless set.</summary>
    public TimeSpan IdleTimeout
    {
        get;
        init => field = Durations.NotNegative(value);
    } = TimeSpan.FromSeconds(60);

    /// <summary>How many workers are started in advance, so that one that is lost or retired has a successor at once. They get no calls. None unless set.</summary>
    public int StandbyWorkers
    {
        get;
        init => field = Require.NotNegative(value);
    }

    /// <summary>How many workers may be starting at the same time. At least 1; null for no limit.</summary>
    public int? StartConcurrency
    {
        get;
        init => field = Require.Positive(value);
    }

    /// <summary>What people call it; its workers are called that and a number. Unless set, <c>Pool-1</c> and so on.</summary>
    /// <exception cref="ArgumentException">It is empty.</exception>
    public string? Name
    {
        get;
        init
        {
            if (value is not null)
            {
                ArgumentException.ThrowIfNullOrWhiteSpace(value, nameof(Name));
            }

            field = value;
        }
    }

    /// <summary>
    /// The calls that each worker runs before all others, as in <c>worker => worker.Jobs.Load("model.bin")</c>. It is itself run once, when the
    /// pool is made, and in this process: what it calls is taken down and sent to each worker, results are dropped. A worker whose initializer
    /// throws stops the pool; so do repeated deaths in it, and it has <see cref="StartTimeout"/> to end. Python: <c>initializer</c>, <c>initargs</c>.
    /// </summary>
    public Action<ITargetExecutor>? Initializer { get; init; }

    /// <summary>
    /// How often a call may be begun when workers die of it, where its <see cref="CallOptions"/> do not say: see <see cref="CallOptions.MaxAttempts"/>. At
    /// least 1; 1 unless set.
    /// </summary>
    public int MaxAttempts
    {
        get;
        init => field = Require.Positive(value);
    } = 1;

    /// <summary>After how many calls a worker is replaced. At least 1; null for never. Python: <c>maxtasksperchild</c>.</summary>
    public int? MaxTasksPerWorker
    {
        get;
        init => field = Require.Positive(value);
    }

    /// <summary>At which age a worker is replaced, once its call has ended. Positive; null for never.</summary>
    public TimeSpan? MaxWorkerAge
    {
        get;
        init => field = Durations.Positive(value);
    }

    /// <summary>How many calls may wait. At least 1; null for no limit. Those that run do not count.</summary>
    public int? QueueLimit
    {
        get;
        init => field = Require.Positive(value);
    }

    /// <summary>What becomes of a call when <see cref="QueueLimit"/> calls wait.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is no value of the enumeration.</exception>
    public QueueFullMode QueueFullMode
    {
        get;
        init => field = Require.Defined(value);
    }

    /// <summary>How long <see cref="ProcessPool.CompleteAsync"/> and disposal wait for calls under way before workers are ended: not negative. Without end unless set.</summary>
    public TimeSpan DrainTimeout
    {
        get;
        init => field = Durations.NotNegative(value);
    } = Timeout.InfiniteTimeSpan;

    /// <summary>
    /// How long workers are given at each step when they are asked to end: to exit, which disposes a <see cref="WorkerState{T}"/>, and to heed
    /// SIGTERM. Then they are killed. Not negative, or <see cref="Timeout.InfiniteTimeSpan"/>; 2 seconds unless set.
    /// </summary>
    public TimeSpan GracePeriod
    {
        get;
        init => field = Durations.NotNegative(value);
    } = Hosting.ProcessTree.Grace;

    /// <summary>
    /// How many workers a call may bring down by itself, by a crash, an exit or the want of memory, before it is tried no more, whatever
    /// <see cref="CallOptions.MaxAttempts"/> allows. At least 1; 2 unless set. Workers that are killed by a signal from outside do not count.
    /// </summary>
    public int QuarantineAfter
    {
        get;
        init => field = Require.Positive(value);
    } = 2;

    /// <summary>
    /// How many workers may die within <see cref="RestartWindow"/>; one more stops the pool with the cause. At least 1; null, the default, for no
    /// limit: each death costs one call. Workers that cannot start stop the pool in any case.
    /// </summary>
    public int? MaxRestarts
    {
        get;
        init => field = Require.Positive(value);
    }

    /// <summary>The time in which deaths are counted for <see cref="MaxRestarts"/>: positive, or <see cref="Timeout.InfiniteTimeSpan"/> for the pool's whole life. 10 seconds unless set.</summary>
    public TimeSpan RestartWindow
    {
        get;
        init => field = Durations.Positive(value);
    } = TimeSpan.FromSeconds(10);

    internal int Most => Math.Max(MaxWorkers ?? Workers, MaxWorkers is null ? MinWorkers ?? 0 : 1);

    internal int Fewest => Math.Min(MinWorkers ?? Workers, Most);
}
