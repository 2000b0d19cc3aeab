namespace ProcGen.Platform;

/// <summary>What a new process is made of. Its descriptors are exactly the three standard ones and <see cref="Inherited"/>.</summary>
internal sealed record SpawnRequest
{
    /// <summary>The program's file.</summary>
    public required string FileName { get; init; }

    /// <summary>The arguments, the program's own name first.</summary>
    public required IReadOnlyList<string> Arguments { get; init; }

    /// <summary>The whole environment, as NAME=VALUE.</summary>
    public required IReadOnlyList<string> Environment { get; init; }

    /// <summary>The working directory, or null for this process' own.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>Descriptors that become numbers <see cref="FirstInherited"/> and up, in this order.</summary>
    public required IReadOnlyList<SafeDescriptor> Inherited { get; init; }

    /// <summary>What becomes standard output, or null for this process' own.</summary>
    public SafeDescriptor? StandardOutput { get; init; }

    /// <summary>What becomes standard error, or null for this process' own.</summary>
    public SafeDescriptor? StandardError { get; init; }

    /// <summary>Whether standard output goes nowhere.</summary>
    public bool DiscardOutput { get; init; }

    /// <summary>The processors that it may use, or null for those of the thread that makes it.</summary>
    public IReadOnlyList<int>? ProcessorAffinity { get; init; }

    /// <summary>The number of the first inherited descriptor.</summary>
    public const int FirstInherited = 3;
}
