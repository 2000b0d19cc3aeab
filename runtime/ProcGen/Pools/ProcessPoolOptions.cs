namespace ProcGen;

/// <summary>What a <see cref="ProcessPool"/> is made of.</summary>
public sealed record ProcessPoolOptions
{
    /// <summary>How many workers run. At least 1; unless set, as many as this process may use processors. Python: <c>processes</c>.</summary>
    public int Workers
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            field = value;
        }
    } = Environment.ProcessorCount;

    /// <summary>What people call it; its workers are called that and a number. Unless set, <c>Pool-1</c> and so on.</summary>
    public string? Name { get; init; }

    /// <summary>Variables that are added to the environment of workers; a null value takes one out.</summary>
    public IReadOnlyDictionary<string, string?> EnvironmentVariables { get; init; } = new Dictionary<string, string?>();

    /// <summary>The folder that workers start in; null for the current one.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>Where the standard output and standard error of workers go.</summary>
    public OutputMode Output { get; init; }

    /// <summary>Is told each line that a worker writes when <see cref="Output"/> is <see cref="OutputMode.Capture"/>, in order for each worker, on the thread pool.</summary>
    public Action<OutputLine>? OutputReceived { get; init; }

    /// <summary>The largest size of each worker's GC heap in bytes; null for none. At least 16 MiB.</summary>
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

    /// <summary>How long a worker may take until it says hello. 60 seconds unless set.</summary>
    public TimeSpan StartTimeout { get; init; } = Hosting.ChildSpecification.DefaultStartTimeout;

    /// <summary>How long workers are given at each step when they are asked to end. 2 seconds unless set.</summary>
    public TimeSpan GracePeriod { get; init; } = Hosting.ProcessTree.Grace;

    /// <summary>How long <see cref="ProcessPool.CompleteAsync"/> and disposal wait for calls under way before workers are ended. Without end unless set.</summary>
    public TimeSpan DrainTimeout { get; init; } = Timeout.InfiniteTimeSpan;

    /// <summary>How many bytes the arguments and the result of a call may each take. 1 GiB unless set.</summary>
    public int MessageLimit
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value);
            field = value;
        }
    } = Serialization.WireBuffer.DefaultLimit;
}
