namespace ProcGen;

public sealed partial record ProcessPoolOptions
{
    /// <summary>Variables that are added to the environment of workers; a null value takes one out.</summary>
    public IReadOnlyDictionary<string, string?> EnvironmentVariables { get; init; } = new Dictionary<string, string?>();

    /// <summary>The folder that workers start in; null for the current one.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>Where the standard output and standard error of workers go.</summary>
    public OutputMode Output { get; init; }

    /// <summary>Is told each line that a worker writes when <see cref="Output"/> is <see cref="OutputMode.Capture"/>, in order for each worker, on the thread pool.</summary>
    public Action<OutputLine>? OutputReceived { get; init; }

    /// <summary>The largest size of each worker's GC heap in bytes; null for none. At least 16 MiB. Who needs more gets <see cref="OutOfMemoryException"/> or dies.</summary>
    public long? WorkerMemoryLimit
    {
        get;
        init
        {
            if (value is { } limit)
            {
                ArgumentOutOfRangeException.ThrowIfLessThan(limit, 16L << 20);
            }

            field = value;
        }
    }

    /// <summary>
    /// The resident memory in bytes above which a worker is replaced, once its call has ended. Positive; null for never. It costs a call nothing,
    /// where <see cref="WorkerMemoryLimit"/> makes the one fail that asks for too much.
    /// </summary>
    public long? RecycleAboveMemory
    {
        get;
        init
        {
            if (value is { } bytes)
            {
                ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bytes);
            }

            field = value;
        }
    }

    /// <summary>Whether workers use the server garbage collector; null for what the program says.</summary>
    public bool? UseServerGC { get; init; }

    /// <summary>Whether workers collect garbage concurrently; null for what the program says.</summary>
    public bool? UseConcurrentGC { get; init; }

    /// <summary>How many heaps the server garbage collector of a worker has; fewer need less memory. At least 1; null for what the program says. Without effect unless workers use that collector.</summary>
    public int? GCHeapCount
    {
        get;
        init => field = Positive(value);
    }

    /// <summary>How hard workers try to keep their heaps small at the price of time, from 0 (not at all) to 9; null for what the program says.</summary>
    public int? GCConserveMemory
    {
        get;
        init
        {
            if (value is { } level)
            {
                ArgumentOutOfRangeException.ThrowIfNegative(level, nameof(value));
                ArgumentOutOfRangeException.ThrowIfGreaterThan(level, 9, nameof(value));
            }

            field = value;
        }
    }

    /// <summary>How much processor time workers get beside other processes, as far as the system lets this process say so; null for as much as this process.</summary>
    public System.Diagnostics.ProcessPriorityClass? Priority { get; init; }

    /// <summary>The processors that workers may run on, by number from 0; null for those of this process.</summary>
    public IReadOnlyList<int>? ProcessorAffinity { get; init; }

    /// <summary>How long a worker may take until it says hello, and until its initializer has ended. 60 seconds unless set.</summary>
    public TimeSpan StartTimeout { get; init; } = Hosting.ChildSpecification.DefaultStartTimeout;

    /// <summary>How many bytes the arguments and the result of a call may each take. 1 GiB unless set.</summary>
    public int MessageLimit
    {
        get;
        init => field = Positive(value);
    } = Serialization.WireBuffer.DefaultLimit;
}
