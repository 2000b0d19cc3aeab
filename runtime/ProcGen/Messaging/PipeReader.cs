namespace ProcGen.Messaging;

/// <summary>The reading side of a ring of records: <see cref="TryPeek"/>, then <see cref="Consume"/>. Pure: waits for nothing and tells nobody.</summary>
/// <remarks>
/// Only the holder of the receiving end moves <see cref="PipeDirection.Head"/>: a record stays until it has been consumed. Lengths are held
/// against what there is. Not safe for use by two threads at once.
/// </remarks>
internal sealed unsafe class PipeReader(PipeDirection* words, byte* ring, int capacity)
{
    private long _head = Volatile.Read(ref words->Head);

    // As it was when we last looked: the true one is not below it.
    private long _tail = Volatile.Read(ref words->Tail);

    /// <summary>Whether there is a record.</summary>
    public bool HasRecord => _head != _tail || _head != (_tail = Volatile.Read(ref words->Tail));

    /// <summary>Shows the next record, which stays valid until it is consumed. False when there is none.</summary>
    /// <exception cref="ProtocolException">What is there is no record.</exception>
    public bool TryPeek(out PipeRecord record)
    {
        while (HasRecord)
        {
            long offset = _head & (capacity - 1);
            uint* header = (uint*)(ring + offset);
            long length = header[0];
            long size = PipeRecord.SizeOf(length);
            if (size > _tail - _head || size > capacity - offset)
            {
                throw new ProtocolException($"A record in a pipe claims {length:N0} bytes where {Math.Min(_tail - _head, capacity - offset):N0} are.");
            }

            PipeRecordKind kind = (PipeRecordKind)header[1];
            if (kind != PipeRecordKind.Padding)
            {
                record = new PipeRecord((byte*)(header + 2), (int)length, kind);
                return true;
            }

            _head += size;
        }

        record = default;
        return false;
    }

    /// <summary>Gives the record's room back to the writer.</summary>
    public void Consume(in PipeRecord record)
    {
        PassOver(record);
        Volatile.Write(ref words->Head, _head);
    }

    /// <summary>Goes on to the next record, for one who only looks.</summary>
    public void PassOver(in PipeRecord record) => _head += PipeRecord.SizeOf(record.Length);
}
