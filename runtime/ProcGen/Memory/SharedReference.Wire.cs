using ProcGen.Serialization;

namespace ProcGen.Memory;

// How references travel: as the place of the cell and the number that tells this object from others that had the cell.
//
// Between the writing and the reading something must keep the object open. Where the sender knows when its message has been read (the
// arguments of a call), the sender keeps it: its keeper holds a reference of its own. Everywhere else the cell counts the references that are
// on their way; reading one takes it off the count. A message that is never read leaves its count behind: that object then stays until the
// tree of processes ends, and no longer.
internal sealed unsafe partial class SharedReference
{
    private const int FieldCount = 5;

    /// <summary>Writes a reference to the same object.</summary>
    public void Write(ref WireWriter writer)
    {
        ObjectDisposedException.ThrowIf(IsClosed, this);
        if (writer.Keeper is { } keeper)
        {
            keeper.Keep(Duplicate());
        }
        else
        {
            Interlocked.Increment(ref Cell->Exported);
        }

        WritePlace(ref writer, isCounted: writer.Keeper is null);
        GC.KeepAlive(this);
    }

    /// <summary>Writes where the object is, and leaves it to the caller that it stays open until that has been read.</summary>
    public void WritePlace(ref WireWriter writer, bool isCounted = false)
    {
        writer.WriteArrayHeader(FieldCount);
        writer.WriteUInt64(Arena.Id);
        writer.WriteString(Named?.Name);
        writer.WriteInt64(Index);
        writer.WriteInt64(Generation);
        writer.WriteBoolean(isCounted);
    }

    /// <summary>Reads a reference and opens the object.</summary>
    /// <exception cref="SharedObjectException">It is gone, or of another tree.</exception>
    public static SharedReference Read(ref WireReader reader, CellKind kind, ICellRepair? repair, CellCheck? check = null)
    {
        reader.ReadArrayHeader(FieldCount);
        ulong arenaId = reader.ReadUInt64();
        string? name = reader.ReadString();
        int index = reader.ReadInt32();
        uint generation = (uint)reader.ReadInt64(0, uint.MaxValue);
        bool isCounted = reader.ReadBoolean();
        if (name is not null && NamedArena.FindFault(name) is { } fault)
        {
            throw reader.Error(fault);
        }

        SharedReference reference = name is null ? OpenInTree(arenaId, index, generation, kind, repair, check) : Find(kind, repair, name, check);
        if (reference.Arena.Id != arenaId)
        {
            reference.Dispose();
            throw new SharedObjectException(SharedObjectFailure.Gone, $"What had the name '{name}' is gone, and the name belongs to something else now.", name);
        }

        if (isCounted)
        {
            TakeOffTheCount(reference.Cell);
        }

        return reference;
    }

    private static SharedReference OpenInTree(ulong arenaId, int index, uint generation, CellKind kind, ICellRepair? repair, CellCheck? check)
    {
        Arena arena = TreeArena.Current;
        if (arena.Id != arenaId)
        {
            throw new SharedObjectException(SharedObjectFailure.OtherTree, $"A shared {kind} without a name belongs to the processes of one tree, and this process is not in it. Give it a name to open it elsewhere.");
        }

        if (!arena.TryOpen(index, generation))
        {
            throw new SharedObjectException(SharedObjectFailure.Gone, $"A shared {kind} was disposed of by its last holder before its reference was read. Keep it open until the other process has it.");
        }

        SharedReference reference = new(arena, index, generation, repair);
        if (FindMismatch(reference.Cell, kind, check) is not { } mismatch)
        {
            return reference;
        }

        reference.Dispose();
        throw new SharedObjectException(SharedObjectFailure.OtherType, $"A reference to a shared {kind} was read, and what it refers to {mismatch}.");
    }

    // Not below zero: a message may be read twice, when it is delivered again.
    private static void TakeOffTheCount(Cell* cell)
    {
        for (int now = Volatile.Read(ref cell->Exported); now > 0;)
        {
            int seen = Interlocked.CompareExchange(ref cell->Exported, now - 1, now);
            if (seen == now)
            {
                return;
            }

            now = seen;
        }
    }
}
