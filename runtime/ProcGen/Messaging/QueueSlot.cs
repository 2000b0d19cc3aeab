namespace ProcGen.Messaging;

/// <summary>A place in the order of a queue, changed as a whole: what is in it, who is taking that, and in which round of the ring.</summary>
internal readonly record struct QueueSlot(ulong Bits)
{
    private const int BlockShift = 2;
    private const int TakerShift = 22;
    private const int RoundShift = 33;
    private const ulong BlockMask = (1UL << (TakerShift - BlockShift)) - 1;
    private const ulong TakerMask = (1UL << (RoundShift - TakerShift)) - 1;

    /// <summary>The largest number of a round; after it comes 0 again.</summary>
    public const long RoundMask = (1L << (64 - RoundShift)) - 1;

    public QueueSlotState State => (QueueSlotState)(Bits & 3);

    public int Block => (int)((Bits >> BlockShift) & BlockMask);

    /// <summary>The process slot of who takes it.</summary>
    public int Taker => (int)((Bits >> TakerShift) & TakerMask) - 1;

    public long Round => (long)(Bits >> RoundShift);

    public static QueueSlot Empty(long round) => new((ulong)(round & RoundMask) << RoundShift);

    public static QueueSlot Value(long round, int block) => new(Empty(round).Bits | ((ulong)block << BlockShift) | (ulong)QueueSlotState.Value);

    public static QueueSlot Taken(long round, int block, int taker) =>
        new(Empty(round).Bits | ((ulong)(taker + 1) << TakerShift) | ((ulong)block << BlockShift) | (ulong)QueueSlotState.Taken);
}

/// <summary>What a slot holds.</summary>
internal enum QueueSlotState
{
    /// <summary>Nothing: it waits for the item of its round.</summary>
    Empty,

    /// <summary>A block with an item.</summary>
    Value,

    /// <summary>A block that was taken; its own word does not say so yet.</summary>
    Taken,
}

/// <summary>The state word of a block, changed as a whole: what it is for, who has it in hand, and how often it was free.</summary>
internal readonly record struct QueueBlockState(ulong Bits)
{
    private const int OwnerShift = 3;
    private const int VersionShift = 14;
    private const ulong OwnerMask = (1UL << (VersionShift - OwnerShift)) - 1;

    public QueueBlockState(QueueBlockPhase phase, int owner, ulong version)
        : this((version << VersionShift) | ((ulong)(owner + 1) << OwnerShift) | (ulong)phase)
    {
    }

    public QueueBlockPhase Phase => (QueueBlockPhase)(Bits & 7);

    /// <summary>The process slot of who has it in hand; -1 for nobody.</summary>
    public int Owner => (int)((Bits >> OwnerShift) & OwnerMask) - 1;

    public ulong Version => Bits >> VersionShift;

    public QueueBlockState With(QueueBlockPhase phase, int owner) => new(phase, owner, Version);
}

/// <summary>What a block is for at the moment.</summary>
internal enum QueueBlockPhase
{
    /// <summary>Nothing.</summary>
    Free,

    /// <summary>A producer fills it, or it is in the ring.</summary>
    Filling,

    /// <summary>A consumer reads it.</summary>
    Taken,

    /// <summary>A consumer has read it and has not said that it is done with the item.</summary>
    Leased,

    /// <summary>Who had it died: it is to be taken by another.</summary>
    Returned,
}
