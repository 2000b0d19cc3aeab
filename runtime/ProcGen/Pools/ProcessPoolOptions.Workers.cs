using ProcGen.Waiting;

namespace ProcGen;

public sealed partial record ProcessPoolOptions
{
    /// <summary>Variables that are added to the environment of workers; a null value takes one out.</summary>
    /// <exception cref="ArgumentException">A name is empty or contains '=' or NUL, or a value contains NUL.</exception>
    public IReadOnlyDictionary<string, string?> EnvironmentVariables
    {
        get;
        init => field = Require.EnvironmentVariables(value);
    } = new Dictionary<string, string?>();

    /// <summary>The folder that workers start in; null for the current one.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>Where the standard output and standard error of workers go.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is no value of the enumeration.</exception>
    public OutputMode Output
    {
        get;
        init => field = Require.Defined(value);
    }

    /// <summary>Is told each line that a worker writes when <see cref="Output"/> is <see cref="OutputMode.Capture"/>, in order for each worker, on the thread pool.</summary>
    public Action<OutputLine>? OutputReceived { get; init; }

    /// <summary>The largest size of each worker's GC heap in bytes; null for none. At least 16 MiB. Who needs more gets <see cref="OutOfMemoryException"/> or dies.</summary>
    public long? WorkerMemoryLimit
    {
        get;
        init => field = Require.AtLeast(16L << 20, value);
    }

    /// <summary>
    /// The resident memory in bytes above which a worker is replaced, once its call has ended. Positive; null for never. It costs a call nothing,
    /// where <see cref="WorkerMemoryLimit"/> makes the one fail that asks for too much.
    /// </summary>
    public long? RecycleAboveMemory
    {
        get;
        init => field = Require.AtLeast(1, value);
    }

    /// <summary>Whether workers use the server garbage collector; null for what the program says.</summary>
    public bool? UseServerGC { get; init; }

    /// <summary>Whether workers collect garbage concurrently; null for what the program says.</summary>
    public bool? UseConcurrentGC { get; init; }

    /// <summary>How many heaps the server garbage collector of a worker has; fewer need less memory. At least 1; null for what the program says. Without effect unless workers use that collector.</summary>
    public int? GCHeapCount
    {
        get;
        init => field = Require.Positive(value);
    }

    /// <summary>How hard workers try to keep their heaps small at the price of time, from 0 (not at all) to 9; null for what the program says.</summary>
    public int? GCConserveMemory
    {
        get;
        init
        {
            if (value is { } level)
            {
                ArgumentOutOfRangeException.ThrowIfNegative(level, nameof(GCConserveMemory));
                ArgumentOutOfRangeException.ThrowIfGreaterThan(level, 9, nameof(GCConserveMemory));
            }

            field = value;
        }
    }

    /// <summary>How much processor time workers get beside other processes, as far as the system lets this process say so; null for as much as this process.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is no value of the enumeration.</exception>
    public System.Diagnostics.ProcessPriorityClass? Priority
    {
        get;
        init => field = Require.Defined(value);
    }

    /// <summary>The processors that workers may run on, by number from 0; null for those of this process.</summary>
    /// <exception cref="ArgumentException">It names none.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative.</exception>
    public IReadOnlyList<int>? ProcessorAffinity
    {
        get;
        init
        {
            if (value is { Count: 0 })
            {
                throw new ArgumentException($"{nameof(ProcessorAffinity)} names no processor. Leave it out for those of this process.", nameof(ProcessorAffinity));
            }

            foreach (int processor in value ?? [])
            {
                Require.NotNegative(processor);
            }

            field = value;
        }
    }

    /// <summary>How long a worker may take until it says hello, and until its initializer has ended: positive, or <see cref="Timeout.InfiniteTimeSpan"/>. 60 seconds unless set.</summary>
    public TimeSpan StartTimeout
    {
        get;
        init => field = Durations.Positive(value);
    } = Hosting.ChildSpecification.DefaultStartTimeout;

    /// <summary>How many bytes the arguments and the result of a call may each take. 1 GiB unless set.</summary>
    public int MessageLimit
    {
        get;
        init => field = Require.Positive(value);
    } = Serialization.WireBuffer.DefaultLimit;
}
