namespace ProcGen.Platform.Linux;

/// <summary>Lets the calling thread use certain processors only, until it is disposed. A child that it makes meanwhile has them from its first instruction on.</summary>
internal readonly unsafe ref struct ThreadAffinity
{
    // More than any kernel has processors for.
    private const int Size = 8192 / 8;

    private readonly byte[]? _before;

    /// <summary>Restricts the thread; null changes nothing.</summary>
    /// <exception cref="SpawnException">There is no such processor, or it may not be used.</exception>
    public ThreadAffinity(IReadOnlyList<int>? processors)
    {
        if (processors is null)
        {
            return;
        }

        byte[] mask = new byte[Size];
        foreach (int processor in processors)
        {
            if (processor is < 0 or >= Size * 8)
            {
                throw new SpawnException(Libc.EINVAL);
            }

            mask[processor / 8] |= (byte)(1 << (processor % 8));
        }

        byte[] before = new byte[Size];
        fixed (byte* wanted = mask, old = before)
        {
            if (Libc.sched_getaffinity(0, Size, old) != 0 || Libc.sched_setaffinity(0, Size, wanted) != 0)
            {
                throw new SpawnException(Libc.EINVAL);
            }
        }

        _before = before;
    }

    public void Dispose()
    {
        if (_before is not null)
        {
            fixed (byte* old = _before)
            {
                _ = Libc.sched_setaffinity(0, Size, old);
            }
        }
    }
}
