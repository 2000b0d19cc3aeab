using ProcGen.Memory;
using ProcGen.Serialization;

namespace ProcGen.Messaging;

/// <summary>The items in the blocks of a queue: written into shared memory where they will be read, without a copy in between.</summary>
/// <remarks>
/// A small item lies in its block. A larger one lies in the block's part of the window, which is reserved when a block first needs it, and
/// mapped in each process when it first meets it; both stay for the next large item, as far as the free blocks of a queue do not keep more
/// than <see cref="KeptSize"/>. Safe for use from any thread.
/// </remarks>
internal sealed unsafe class QueueItems(SharedReference reference, QueueLayout layout)
{
    // Taking the room for 64 MiB, and touching it first, is ten times the work of a copy.
    private const long KeptSize = 256L << 20;
    private const long WorthTrimming = 1L << 20;

    private readonly Lock _gate = new();
    private readonly Dictionary<int, Mapping> _mappings = [];
    private ItemBuffer? _spare;

    // Of a queue that nobody disposed of. Whoever works in it keeps it alive.
    ~QueueItems() => Unmap();

    private SharedReference Reference => reference;

    private QueueLayout Layout => layout;

    /// <summary>Writes an item into a block that is in this process' hand.</summary>
    /// <returns>What leaves with it once it is in the queue; null for nothing, as nearly always.</returns>
    /// <exception cref="UnserializableValueException">The item cannot cross, or is too large.</exception>
    /// <exception cref="InsufficientMemoryException">There is no memory for it.</exception>
    public List<ITraveller>? Write<T>(ItemCodec<T> codec, in QueueRing ring, int block, T item)
    {
        QueueBlock* place = ring.Block(block);
        place->Carries = false;
        ItemBuffer buffer = Interlocked.Exchange(ref _spare, null) ?? new ItemBuffer(this);
        List<ITraveller> travellers = buffer.Travellers ??= [];
        buffer.Begin(place, block);
        WireWriter writer = new(buffer);
        try
        {
            codec.Write(ref writer, item);
            if (travellers.Count > 0)
            {
                Travel.WriteTickets(writer.Reserve(Travel.SizeOfTickets(travellers.Count)), travellers);
                buffer.Travellers = null;
            }
        }
        catch
        {
            Travel.GiveUp(travellers);
            throw;
        }

        writer.Flush();
        place->Length = buffer.Length;
        place->IsLarge = buffer.IsLarge;
        _spare = buffer;
        if (travellers.Count == 0)
        {
            return null;
        }

        QueueTickets.HaveBeen(reference.Cell) = 1;
        place->Carries = true;
        return travellers;
    }

    /// <summary>Reads the item of a block that is in this process' hand.</summary>
    /// <exception cref="ProtocolException">The bytes are no such item.</exception>
    public T Read<T>(ItemCodec<T> codec, in QueueRing ring, int block)
    {
        QueueBlock* place = ring.Block(block);
        int length = (int)Math.Clamp(place->Length, 0, place->IsLarge ? place->Reserved : QueueLayout.SmallItemSize);
        byte* start = place->IsLarge ? Map(block, place->Reserved) : (byte*)(place + 1);
        ReadOnlySpan<byte> bytes = new(start, length);
        WireReader reader = new(place->Carries ? Travel.ContentOf(bytes) : bytes);
        T item = codec.Read(ref reader);
        reader.End();
        return item;
    }

    /// <summary>Closes the ends of pipes that nobody has taken out of the item of a block, which is in this process' hand.</summary>
    public void EndJourneys(in QueueRing ring, int block) => new QueueTickets(reference.Arena, reference.Index, layout).End(ring.Block(block), block);

    /// <summary>Gives the room for large items back that a block has, which is in this process' hand and is about to be freed, if others keep enough.</summary>
    public void Trim(in QueueRing ring, int block)
    {
        QueueBlock* place = ring.Block(block);
        if (place->Reserved < WorthTrimming)
        {
            return;
        }

        long kept = place->Reserved;
        for (int other = 0; other < layout.BlockCount && kept <= KeptSize; other++)
        {
            kept += other != block && ring.IsFree(other) ? ring.Block(other)->Reserved : 0;
        }

        if (kept > KeptSize)
        {
            // Forgotten before it is given back: who dies in between leaves room that nobody counts on.
            long reserved = place->Reserved;
            place->Reserved = 0;
            reference.Arena.UnreserveWindow(reference.Index, layout.LargeItem(block), reserved);
        }
    }

    /// <summary>Takes the mappings of large items out.</summary>
    public void Unmap()
    {
        lock (_gate)
        {
            foreach (Mapping mapping in _mappings.Values)
            {
                Arena.UnmapPart(mapping.Address, mapping.Length);
            }

            _mappings.Clear();
        }
    }

    private byte* Map(int block, long length)
    {
        lock (_gate)
        {
            if (_mappings.TryGetValue(block, out Mapping known))
            {
                if (known.Length >= length)
                {
                    return known.Address;
                }

                Arena.UnmapPart(known.Address, known.Length);
            }

            Mapping mapping = new(reference.Arena.MapPart(reference.Index, layout.LargeItem(block), length), length);
            _mappings[block] = mapping;
            return mapping.Address;
        }
    }

    /// <summary>A buffer that lies in a block, and moves to the block's part of the window when it gets larger.</summary>
    private sealed class ItemBuffer(QueueItems items) : WireBuffer((int)Math.Min(items.Layout.LargeItemSize, int.MaxValue))
    {
        private const int Page = 64 * 1024;

        private QueueBlock* _place;
        private int _block;
        private byte* _start;
        private int _size;

        public bool IsLarge => _start != (byte*)(_place + 1);

        internal override Span<byte> Whole => new(_start, _size);

        public void Begin(QueueBlock* place, int block)
        {
            _place = place;
            _block = block;
            _start = (byte*)(place + 1);
            _size = QueueLayout.SmallItemSize;
            Commit(0);
        }

        internal override Span<byte> Grow(int used, int needed)
        {
            long wanted = (long)used + needed;
            if (wanted > Limit)
            {
                throw new MessageTooLargeException(wanted, Limit);
            }

            if (wanted > _place->Reserved)
            {
                long more = Math.Min((Math.Max(wanted, 2L * _size) + Page - 1) / Page * Page, items.Layout.LargeItemSize);
                items.Reference.Arena.ReserveWindow(items.Reference.Index, items.Layout.LargeItem(_block) + _place->Reserved, more - _place->Reserved);
                FaultPoints.Pass(FaultPoint.LargeItemReserved);
                _place->Reserved = more;
            }

            byte* larger = items.Map(_block, _place->Reserved);
            if (larger != _start)
            {
                new ReadOnlySpan<byte>(_start, used).CopyTo(new Span<byte>(larger, used));
            }

            _start = larger;
            _size = (int)Math.Min(_place->Reserved, int.MaxValue);
            return Whole;
        }
    }

    private readonly record struct Mapping(nint Start, long Length)
    {
        public Mapping(byte* address, long length)
            : this((nint)address, length)
        {
        }

        public byte* Address => (byte*)Start;
    }
}
