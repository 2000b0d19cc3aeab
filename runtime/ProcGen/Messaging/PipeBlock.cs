using ProcGen.Memory;

namespace ProcGen.Messaging;

// Where the large messages of one direction of a pipe lie: a part of the window far behind the rings, reserved when the first is sent, and kept for
// the next. It holds one message at a time, whole: the ring only says that there is one, and how long it is.
//
// Whoever has the block in hand writes it and the word that says how much of it is reserved: the sender while as many messages were taken out
// as were put in; the receiver otherwise. Each counts its own. A sender that dies while it writes leaves nothing: no record tells of it.
internal sealed unsafe class PipeBlock(SharedReference reference, int direction)
{
    // Longer messages go through the block, shorter ones through the ring.
    //
    // As long as the ring takes at once, 32 KiB. Through the ring in pieces, longer messages would have both sides wait for each other: measured, one
    // way, 64 KiB in pieces took 3 us and in the block 2, 128 KiB 70 and 3.5, 1000 KiB 250 and 29. Shorter ones are as fast in the ring, which
    // takes several.
    public static readonly int Threshold = PipeWriter.MaxLength(PipeLayout.Capacity);

    private const int Page = 64 * 1024;

    // What an idle direction keeps for its next large message: taking the room, and touching it first, is ten times the work of a copy. An item of
    // 64 MiB, with what says that it is one.
    private const long KeptSize = (64L << 20) + Page;

    private byte* _start;
    private long _mapped;

    // Of a connection that nobody closed. Whoever works in it keeps it alive.
    ~PipeBlock() => Unmap();

    /// <summary>Whether it is the sender's.</summary>
    public bool IsFree => Volatile.Read(ref Words->BlocksSent) == Volatile.Read(ref Words->BlocksTaken);

    private PipeDirection* Words => PipeLayout.Direction(reference.Window, direction);

    /// <summary>Makes room for so many bytes; what is there stays. The sender's, while it is free.</summary>
    /// <exception cref="InsufficientMemoryException">There is no memory for it.</exception>
    public Span<byte> Reserve(long length)
    {
        long reserved = Words->Reserved;
        if (length > reserved)
        {
            long more = (length + Page - 1) / Page * Page;
            reference.Arena.ReserveWindow(reference.Index, PipeLayout.Block(direction) + reserved, more - reserved);
            Words->Reserved = reserved = more;
        }

        return Map(reserved, (int)Math.Min(reserved, int.MaxValue));
    }

    /// <summary>What is in it is a message now, as soon as a record says so.</summary>
    public void Send() => Volatile.Write(ref Words->BlocksSent, Words->BlocksSent + 1);

    /// <summary>The message of which a record tells. The receiver's.</summary>
    /// <exception cref="ProtocolException">It is longer than what is reserved.</exception>
    public ReadOnlySpan<byte> Read(long length)
    {
        long reserved = Words->Reserved;
        return length >= 0 && length <= reserved && length <= int.MaxValue && !IsFree
            ? Map(reserved, (int)length)
            : throw new ProtocolException($"A record in a pipe tells of {length:N0} bytes where {reserved:N0} are.");
    }

    /// <summary>The message was received: the block is the sender's again.</summary>
    public void Take()
    {
        long reserved = Words->Reserved;
        if (reserved > KeptSize)
        {
            // Forgotten before it is given back: who dies in between leaves room that nobody counts on.
            Words->Reserved = KeptSize;
            reference.Arena.UnreserveWindow(reference.Index, PipeLayout.Block(direction) + KeptSize, reserved - KeptSize);
        }

        Volatile.Write(ref Words->BlocksTaken, Words->BlocksTaken + 1);
    }

    /// <summary>Takes the mapping out.</summary>
    public void Unmap()
    {
        if (_start is not null)
        {
            Arena.UnmapPart(_start, _mapped);
            _start = null;
            _mapped = 0;
        }
    }

    private Span<byte> Map(long reserved, int length)
    {
        if (_mapped < reserved)
        {
            Unmap();
            _start = reference.Arena.MapPart(reference.Index, PipeLayout.Block(direction), reserved);
            _mapped = reserved;
        }

        return new Span<byte>(_start, length);
    }
}
