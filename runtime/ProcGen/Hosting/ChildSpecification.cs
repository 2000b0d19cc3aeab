namespace ProcGen.Hosting;

/// <summary>What a child is to be: what users set on a process or a pool, resolved.</summary>
internal sealed record ChildSpecification
{
    public required string Name { get; init; }

    public required bool IsDaemon { get; init; }

    public required bool IsWorker { get; init; }

    public required byte[] AuthKey { get; init; }

    public OnParentExit OnParentExit { get; init; }

    public bool PrintsFault { get; init; }

    public OutputMode Output { get; init; }

    public Action<OutputLine>? OutputReceived { get; init; }

    public IReadOnlyDictionary<string, string?>? Environment { get; init; }

    public string? WorkingDirectory { get; init; }

    public string? Executable { get; init; }

    public long? HeapLimit { get; init; }

    /// <summary>How many processors it may count on.</summary>
    public int ProcessorShare { get; init; } = ProcessorBudget.Own;

    /// <summary>Variables for the start of its runtime only, which its own children do not get.</summary>
    public IReadOnlyDictionary<string, string>? RuntimeVariables { get; init; }

    public System.Diagnostics.ProcessPriorityClass? Priority { get; init; }

    public IReadOnlyList<int>? ProcessorAffinity { get; init; }

    public TimeSpan StartTimeout { get; init; } = DefaultStartTimeout;

    public int MessageLimit { get; init; } = Serialization.WireBuffer.DefaultLimit;

    /// <summary>The page that a worker shares with this process.</summary>
    public WorkerPage? Page { get; init; }

    /// <summary>What the link is tagged with from the start.</summary>
    public object? Tag { get; init; }

    /// <summary>How long a child may take until it says hello. Generous: a loaded machine is no error.</summary>
    public static readonly TimeSpan DefaultStartTimeout = TimeSpan.FromSeconds(60);
}
