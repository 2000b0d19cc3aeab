using System.Numerics;
using System.Runtime.InteropServices;
using ProcGen.Memory;

namespace ProcGen.Messaging;

/// <summary>Where things lie in the window of a queue's cell: the busy words, a slot for each place in the order, blocks for what is in them.</summary>
/// <remarks>
/// There are more blocks than places: what a producer fills and what a consumer reads is in a block and in no place. A block holds a small item
/// itself; for larger ones it has a part of the window far behind, reserved when it is first needed and kept for the next large item.
/// </remarks>
/// <param name="Capacity">How many items may wait.</param>
/// <param name="IsJoinable">Whether items stay in hand until they are said to be done.</param>
internal readonly record struct QueueLayout(int Capacity, bool IsJoinable)
{
    public const int MaxCapacity = 1 << 19;

    // How many blocks producers and consumers may have in hand at the same time, all together.
    private const int InHand = 64;
    private const int InJoinableHands = 1024 + InHand;

    /// <summary>The largest item that a block holds itself.</summary>
    public const int SmallItemSize = BlockSize - BlockHeaderSize;

    private const int HeaderSize = 512;
    private const int BlockSize = 256;
    private const int BlockHeaderSize = 32;
    private const long LargeItemsStart = 1L << 40;

    public int BlockCount => Capacity + (IsJoinable ? InJoinableHands : InHand);

    /// <summary>How much of the window is mapped by everybody and reserved from the start.</summary>
    public long ControlSize => Blocks + ((long)BlockCount * BlockSize);

    /// <summary>The largest item.</summary>
    public long LargeItemSize => Math.Min(1L << 31, (long)BitOperations.RoundUpToPowerOf2((ulong)((ArenaLayout.WindowSize - LargeItemsStart) / BlockCount / 2) + 1));

    private static long Slots => HeaderSize;

    private long Blocks => Align(Slots + ((long)Capacity * sizeof(ulong)));

    public static unsafe QueueHeader* Header(byte* window) => (QueueHeader*)window;

    public static unsafe ulong* Slot(byte* window, int index) => (ulong*)(window + Slots) + index;

    public unsafe QueueBlock* Block(byte* window, int block) => (QueueBlock*)(window + Blocks + ((long)block * BlockSize));

    /// <summary>Where in the window a block's large items lie.</summary>
    public long LargeItem(int block) => LargeItemsStart + (block * LargeItemSize);

    private static long Align(long offset) => (offset + BlockSize - 1) / BlockSize * BlockSize;
}

/// <summary>The busy words of a queue: those that producers write, those that consumers write, and the others, each on cache lines of their own.</summary>
[StructLayout(LayoutKind.Explicit, Size = 512)]
internal struct QueueHeader
{
    public const uint HasReturns = 1;
    public const uint OneMoreReturn = 2;

    /// <summary>The next place to put into. May lag behind the slots; whoever sees that moves it on.</summary>
    [FieldOffset(0)]
    public long Tail;

    /// <summary>A head that some producer has seen. It may be old, and says at least how far consumers are: producers look at the consumers' line only when it does not do.</summary>
    [FieldOffset(8)]
    public long SeenHead;

    /// <summary>The next place to take from. May lag, too.</summary>
    [FieldOffset(128)]
    public long Head;

    /// <summary>A tail that some consumer has seen.</summary>
    [FieldOffset(136)]
    public long SeenTail;

    /// <summary>Whether nobody puts any more.</summary>
    [FieldOffset(256)]
    public int IsCompleted;

    /// <summary>A flag whether items may have gone back because who had them died, and how often that was.</summary>
    [FieldOffset(260)]
    public uint Returns;

    /// <summary>A block that was free lately. Only a hint.</summary>
    [FieldOffset(384)]
    public int FreeHint;
}

/// <summary>What is in a block, before the bytes of a small item.</summary>
[StructLayout(LayoutKind.Explicit, Size = 32)]
internal struct QueueBlock
{
    [FieldOffset(0)]
    public ulong State;

    /// <summary>How long the item is, with its tickets. Written by who fills the block.</summary>
    [FieldOffset(8)]
    public long Length;

    /// <summary>How much is reserved for its large items. Written by who has it in hand.</summary>
    [FieldOffset(16)]
    public long Reserved;

    /// <summary>Whether the item lies in the block's part of the window. Written by who fills the block.</summary>
    [FieldOffset(24)]
    public bool IsLarge;

    /// <summary>Whether the item ends with tickets (<see cref="Travel"/>). Written by who fills the block.</summary>
    [FieldOffset(25)]
    public bool Carries;
}
