namespace ProcGen.Platform;

/// <summary>Descriptors of which one thread waits for any. Members may be called from any thread; <see cref="Wait"/> by one at a time.</summary>
internal abstract class ReadinessSet : IDisposable
{
    /// <summary>Puts a descriptor in under a key, if it is not in yet, and asks to be told once, when the descriptor can be read or has ended, or, if asked, when it can be written.</summary>
    public abstract void Arm(SafeDescriptor descriptor, ulong key, bool forRead, bool forWrite);

    /// <summary>Takes a descriptor out. Its readiness may still be told by a <see cref="Wait"/> that is under way.</summary>
    public abstract void Remove(SafeDescriptor descriptor);

    /// <summary>Waits until something is ready; a negative timeout waits without end.</summary>
    /// <returns>How many keys were written to <paramref name="ready"/>.</returns>
    public abstract int Wait(Span<ulong> ready, int timeoutMilliseconds);

    public abstract void Dispose();
}
