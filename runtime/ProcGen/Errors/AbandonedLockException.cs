namespace ProcGen;

/// <summary>The last holder of a lock died while it held it, and the caller asked to be told so (<see cref="LockScope.ThrowIfAbandoned"/>).</summary>
public sealed class AbandonedLockException : ProcessException
{
    internal AbandonedLockException(string message, string? name)
        : base(message) => Name = name;

    /// <summary>The lock's name, if it has one.</summary>
    public string? Name { get; }
}
