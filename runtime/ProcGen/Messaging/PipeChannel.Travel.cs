using ProcGen.Memory;
using ProcGen.Serialization;

namespace ProcGen.Messaging;

// How ends of pipes are made, and how they move from process to process.
internal sealed unsafe partial class PipeChannel
{
    /// <summary>Makes a pipe of whose ends this process owns both.</summary>
    public static (PipeChannel First, PipeChannel Second) MakePair(bool isDuplex, ulong typeHash)
    {
        PipeEndWord owned = new(1, TreeArena.Current.Token, PipeEndState.Owned);
        SharedReference first = SharedReference.Make(
            CellKind.Pipe,
            PipeRepair.Instance,
            null,
            (cell, _) =>
            {
                cell->Flags = isDuplex ? PipeLayout.Duplex : (ushort)0;
                cell->Parameter = PipeLayout.Capacity;
                cell->TypeHash = typeHash;
                *PipeLayout.End(cell, 0) = owned.Bits;
                *PipeLayout.End(cell, 1) = owned.Bits;
            },
            PipeLayout.WindowLength(isDuplex));
        return (new PipeChannel(first, 0, owned), new PipeChannel(first.Duplicate(), 1, owned));
    }

    /// <summary>Takes an end that travelled here.</summary>
    /// <exception cref="SharedObjectException">It is gone, or somebody else has taken it.</exception>
    public static PipeChannel Take(ref WireReader reader, ulong typeHash, string itemType)
    {
        reader.ReadArrayHeader(3);
        SharedReference reference = SharedReference.Read(
            ref reader,
            CellKind.Pipe,
            PipeRepair.Instance,
            cell => cell->TypeHash == typeHash ? null : $"is a pipe for other items than {itemType}");
        try
        {
            int end = (int)reader.ReadInt64(0, 1);
            uint serial = (uint)reader.ReadInt64(0, uint.MaxValue);
            return PipeEnds.TryTake(reference.Cell, end, serial, reference.Arena.Token, out PipeEndWord own)
                ? new PipeChannel(reference, end, own)
                : throw new SharedObjectException(SharedObjectFailure.Gone, "An end of a pipe has been closed since it was sent, or another process has taken it. An end is in one process at a time.");
        }
        catch
        {
            reference.Dispose();
            throw;
        }
    }

    // Whoever is at work here with the end is told that it is gone, as if it were closed.
    public override void Move(ref WireWriter writer)
    {
        if (_gathered is not null)
        {
            throw new InvalidOperationException("A part of a message has been received through this connection, and would be lost. Receive the rest before the end is passed to another process.");
        }

        if (!TryBeginClosing())
        {
            throw Closed();
        }

        try
        {
            PipeEndWord sent = _own.Next(writer.Keeper is null ? 0 : _reference.Arena.Token, writer.Keeper is null ? PipeEndState.Travelling : PipeEndState.Kept);
            writer.WriteArrayHeader(3);
            _reference.Write(ref writer);
            writer.WriteInt64(_end);
            writer.WriteInt64(sent.Serial);
            PipeEnds.TryChange(_cell, _end, _own, sent);
            FaultPoints.Pass(FaultPoint.PipeEndSent);
            writer.Keeper?.Keep(new KeptPipeEnd(_reference.Duplicate(), _end, sent));
            PipeEnds.TellAll(_cell);
        }
        finally
        {
            Leave();
        }
    }
}
