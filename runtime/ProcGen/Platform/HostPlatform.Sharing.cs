namespace ProcGen.Platform;

// What processes share: memory, words to sleep on, leases that prove life, and names by which strangers meet.
internal abstract unsafe partial class HostPlatform
{
    // Memory

    /// <summary>Makes nameless shared memory, filled with zeros, that no child inherits and nobody can shrink. It takes no room before <see cref="Reserve"/>.</summary>
    public abstract SafeDescriptor CreateMemory(long size);

    /// <summary>Takes the room for a part of shared memory, so that shortage is an error here and not a bus error at the first touch. What is there stays.</summary>
    /// <exception cref="InsufficientMemoryException">There is not so much.</exception>
    public abstract void Reserve(SafeDescriptor memory, long offset, long length);

    /// <summary>Gives the room of a part of shared memory back: it reads as zeros afterwards.</summary>
    public abstract void Unreserve(SafeDescriptor memory, long offset, long length);

    /// <summary>Maps a part of shared memory into this process. The offset is a whole number of pages.</summary>
    public abstract byte* Map(SafeDescriptor memory, long offset, long length);

    /// <summary>Takes a mapping out of this process.</summary>
    public abstract void Unmap(byte* address, long length);

    /// <summary>Says that memory of this process is about to be written all over, so that it had better come in large pages. A hint: where it cannot be taken, nothing happens.</summary>
    public virtual void PreferLargePages(byte* address, long length)
    {
    }

    /// <summary>Copies from shared memory without mapping it.</summary>
    public abstract void ReadMemory(SafeDescriptor memory, long offset, Span<byte> bytes);

    // Leases: a byte of a shared file belongs to one holder, and the kernel takes it back when that holder is gone, however it went.

    /// <summary>Opens the same shared memory once more. Leases are held by what was opened, so each process needs an opening of its own.</summary>
    public abstract SafeDescriptor Reopen(SafeDescriptor memory);

    /// <summary>Takes the lease on a byte, if nobody else has it. Taking one that is held already through the same opening succeeds.</summary>
    public abstract bool TryLease(SafeDescriptor opening, long position);

    /// <summary>Takes the lease on a byte; waits for it.</summary>
    public abstract void Lease(SafeDescriptor opening, long position);

    /// <summary>Gives the lease on a byte back.</summary>
    public abstract void EndLease(SafeDescriptor opening, long position);

    // Words

    /// <summary>Sleeps until somebody wakes the word, if it has the expected value; else returns at once. May return for no reason.</summary>
    /// <param name="word">A word of shared memory.</param>
    /// <param name="expected">The value under which to sleep.</param>
    /// <param name="deadline">When to return at the latest, as <see cref="System.Diagnostics.Stopwatch.GetTimestamp"/> counts; <see cref="long.MaxValue"/> for never.</param>
    public abstract void WaitOnWord(uint* word, uint expected, long deadline);

    /// <summary>Like <see cref="WaitOnWord"/> for any of several words. Where the system cannot, it returns after a millisecond.</summary>
    public abstract void WaitOnWords(ReadOnlySpan<WaitedWord> words, long deadline);

    /// <summary>Wakes those that sleep on a word, at most <paramref name="count"/>.</summary>
    /// <returns>How many it woke.</returns>
    public abstract int WakeWord(uint* word, int count);

    /// <summary>How many words one call can wait on.</summary>
    public abstract int MaxWaitedWords { get; }

    /// <summary>Registers this process for the fences that others raise. False where the system has none.</summary>
    public virtual bool TryRegisterForFences() => false;

    /// <summary>A full memory fence on this processor and on each that runs a thread of a registered process.</summary>
    public virtual void RaiseRemoteFence() => Interlocked.MemoryBarrier();

    /// <summary>
    /// Moves the calling thread to another of the processors that it may use, if none has to wait for its turn there as far as the system tells.
    /// It may come back at any time. False when it stayed.
    /// </summary>
    public abstract bool TryLeaveProcessor();

    // Names: a socket that listens under a name which vanishes with its last holder.

    /// <summary>Takes a name for this user; null when it is taken.</summary>
    public abstract SafeDescriptor? BindName(string name);

    /// <summary>Begins to answer those that come by the name.</summary>
    public abstract void ListenOnName(SafeDescriptor listener);

    /// <summary>Connects to whoever answers a name; null when nobody has it, or, where the caller does not <paramref name="wait"/>, when too many are there already.</summary>
    public abstract SafeDescriptor? ConnectToName(string name, bool wait = true);

    /// <summary>Takes the next that came; null when none is there.</summary>
    /// <exception cref="System.ComponentModel.Win32Exception">There are no descriptors, or there is no memory, to take it with: it stays, and the listener readable.</exception>
    public abstract SafeDescriptor? Accept(SafeDescriptor listener);

    /// <summary>Another descriptor of the same open file, which no child inherits.</summary>
    public abstract SafeDescriptor Duplicate(System.Runtime.InteropServices.SafeHandle handle);

    /// <summary>
    /// Takes a socket of .NET's, which is about to be closed here and lives on in another process, out of what wakes this process. Closing alone does not:
    /// the kernel tells of an open file as long as any process has it, and refuses to be asked of it again under the same number.
    /// </summary>
    public virtual void ForgetReadiness(System.Runtime.InteropServices.SafeHandle socket)
    {
    }

    /// <summary>Whether the process at the other end runs as this process' user.</summary>
    public abstract bool IsPeerOfSameUser(SafeDescriptor socket);

    /// <summary>The same for a socket of .NET's.</summary>
    public abstract bool IsPeerOfSameUser(System.Runtime.InteropServices.SafeHandle socket);

    /// <summary>Sends bytes together with descriptors, without waiting; false when the other side is gone or takes nothing.</summary>
    public abstract bool SendDescriptors(SafeDescriptor socket, ReadOnlySpan<byte> bytes, ReadOnlySpan<SafeDescriptor> descriptors);

    /// <summary>Receives bytes together with descriptors, which no child inherits: how many bytes, 0 at the end.</summary>
    public abstract int ReceiveDescriptors(SafeDescriptor socket, Span<byte> bytes, List<SafeDescriptor> descriptors);
}

/// <summary>A word to sleep on, and the value under which to sleep.</summary>
internal unsafe readonly struct WaitedWord(uint* word, uint expected)
{
    public uint* Word { get; } = word;

    public uint Expected { get; } = expected;
}
