using ProcGen.Memory;
using ProcGen.Serialization;

namespace ProcGen.Messaging;

// How ends of pipes are made, and how they move from process to process.
internal sealed unsafe partial class PipeChannel
{
    /// <summary>Makes a pipe of whose ends this process owns both.</summary>
    public static (PipeChannel First, PipeChannel Second) MakePair(bool duplex, ulong typeHash)
    {
        PipeEndWord owned = new(1, TreeArena.Current.Token, PipeEndState.Owned);
        SharedReference first = SharedReference.Make(
            CellKind.Pipe,
            PipeRepair.Instance,
            null,
            (cell, _) =>
            {
                cell->Flags = duplex ? PipeLayout.Duplex : (ushort)0;
                cell->Parameter = PipeLayout.Capacity;
                cell->TypeHash = typeHash;
                *PipeEnds.At(cell, 0) = owned.Bits;
                *PipeEnds.At(cell, 1) = owned.Bits;
            },
            PipeLayout.WindowLength(duplex));
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
            return new PipeEnd(reference.Arena, reference.Index, end).TryTake(serial, out PipeEndWord own)
                ? new PipeChannel(reference, end, own)
                : throw new SharedObjectException(SharedObjectFailure.Gone, "An end of a pipe has been closed since it was sent, or another process has taken it. An end is in one process at a time.");
        }
        catch
        {
            reference.Dispose();
            throw;
        }
    }

    public TravelTicket Ticket => new(_reference.Arena.Id, _reference.Index, _reference.Generation, _end, _sent.Serial);

    // Whoever waits here with the end is told that it is gone, as if it were closed. Whoever is in the middle of a message ends that first: the ring is
    // the next owner's as soon as it is told, and has one writer on each side.
    public override void Move(ref WireWriter writer)
    {
        Travel.ThrowIfFull(writer.Travellers);
        if (ReferenceEquals(writer.Travellers, Outgoing.Travellers))
        {
            throw new InvalidOperationException("An end of a pipe cannot be sent through itself. Send it through another pipe or a queue.");
        }

        if (!TryBeginClosing())
        {
            throw Closed();
        }

        try
        {
            // Ours until the message is sent, or as long as the call lasts; nobody's where nobody tells.
            bool isKept = writer.Keeper is not null || writer.Travellers is not null;
            _sent = _own.Next(isKept ? _reference.Arena.Token : 0, isKept ? PipeEndState.Kept : PipeEndState.Travelling);
            writer.WriteArrayHeader(3);
            _reference.WritePlace(ref writer);
            writer.WriteInt64(_end);
            writer.WriteInt64(_sent.Serial);
        }
        catch
        {
            Reopen();
            throw;
        }

        if (!PipeEnds.TryChange(_cell, _end, _own, _sent))
        {
            throw Closed();
        }

        FaultPoints.Pass(FaultPoint.PipeEndSent);
        PipeEnd.TellAll(_cell);
        if (!HaveLetGo(Sending, Receiving))
        {
            ((ITraveller)this).StaysHere();
            throw NotLetGo("Whoever sends or receives through this end of a pipe");
        }

        if (writer.Keeper is { } keeper)
        {
            keeper.Keep(new KeptPipeEnd(_reference.Duplicate(), _end, _sent));
        }
        else if (writer.Travellers is { } travellers)
        {
            travellers.Add(this);
            return;
        }

        Leave();
    }

    void ITraveller.HasLeft(uint reader)
    {
        PipeEnds.TryChange(_cell, _end, _sent, new PipeEndWord(_sent.Serial, reader, PipeEndState.Travelling));
        FaultPoints.Pass(FaultPoint.PipeEndLeft);
        Leave();
    }

    void ITraveller.StaysHere()
    {
        PipeEndWord own = _sent.Next(_reference.Arena.Token, PipeEndState.Owned);
        if (PipeEnds.TryChange(_cell, _end, _sent, own))
        {
            _own = own;
            Reopen();
        }
        else
        {
            Leave();
        }
    }

    private void LetTravel()
    {
        // Whoever closes the other end closes what is on its way to it. He changes his word, then looks into the ring; we put the message there, then
        // look at his word: one of the two sees it. Before we say that they have left: if we die before that, they are closed as ours.
        if (IsOtherClosed)
        {
            Travel.End(_reference.Arena, [.. Outgoing.Travellers!.Select(static traveller => traveller.Ticket)]);
        }

        Travel.Begin(Outgoing.Travellers!);
        Outgoing.Travellers!.Clear();
    }
}
