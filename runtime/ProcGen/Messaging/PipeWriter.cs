namespace ProcGen.Messaging;

/// <summary>The writing side of a ring of records: <see cref="HasRoom"/>, then fill <see cref="Place"/>, then <see cref="Publish"/>. Pure: waits for nothing and tells nobody.</summary>
/// <remarks>
/// Only the holder of the sending end writes behind <see cref="PipeDirection.Tail"/> and moves it; a death before it is moved leaves nothing.
/// Not safe for use by two threads at once.
/// </remarks>
internal sealed unsafe class PipeWriter(PipeDirection* words, byte* ring, int capacity)
{
    private long _tail = Volatile.Read(ref words->Tail);

    // As it was when we last looked: the true one is not below it.
    private long _head = Volatile.Read(ref words->Head);

    /// <summary>The longest content that a record may have: with padding before it, it fits whatever the ring's state.</summary>
    public static int MaxLength(int capacity) => (capacity / 2) - PipeRecord.HeaderSize;

    /// <summary>Whether a record of so many bytes fits now.</summary>
    public bool HasRoom(int length)
    {
        long end = _tail + PaddingBefore(length) + PipeRecord.SizeOf(length);
        if (end - _head <= capacity)
        {
            return true;
        }

        _head = Volatile.Read(ref words->Head);
        return end - _head <= capacity;
    }

    /// <summary>Where the content of the next record goes.</summary>
    public Span<byte> Place(int length) => new(ring + Offset(_tail + PaddingBefore(length)) + PipeRecord.HeaderSize, length);

    /// <summary>Lets the reader have the record, whose content is in its place.</summary>
    public void Publish(int length, PipeRecordKind kind)
    {
        long padding = PaddingBefore(length);
        if (padding > 0)
        {
            WriteHeader(_tail, (int)padding - PipeRecord.HeaderSize, PipeRecordKind.Padding);
        }

        WriteHeader(_tail + padding, length, kind);
        _tail += padding + PipeRecord.SizeOf(length);
        Volatile.Write(ref words->Tail, _tail);
    }

    private long Offset(long position) => position & (capacity - 1);

    private long PaddingBefore(int length)
    {
        long left = capacity - Offset(_tail);
        return left < PipeRecord.SizeOf(length) ? left : 0;
    }

    private void WriteHeader(long position, int length, PipeRecordKind kind)
    {
        uint* header = (uint*)(ring + Offset(position));
        header[0] = (uint)length;
        header[1] = (uint)kind;
    }
}
