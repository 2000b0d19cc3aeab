using ProcGen.Memory;

namespace ProcGen.Messaging;

// Whose an end of a pipe is: one word in the cell for each end, changed as a whole by compare-and-swap.
//
//   Owned(process)   that process sends and receives with it          -> Kept, Travelling: its owner sends it away; Closed: owner, or repair
//   Kept(process)    it is among the arguments of a call of that process -> Owned: who reads it; Closed: the call has ended, or repair
//   Travelling       it is in a message that nobody keeps              -> Owned: who reads it
//   Closed           for ever
//
// The serial number grows with each change. A message names the number under which the end travels: who reads the message a second time, or
// after somebody else has, gets nothing. So an end has one owner at a time, and the other side sees its end as soon as that owner closes it or
// is gone: whoever repairs after a death closes what the dead owned or kept.
internal readonly record struct PipeEndWord(ulong Bits)
{
    private const int StateBits = 2;

    public PipeEndWord(uint serial, uint token, PipeEndState state)
        : this(((ulong)serial << 32) | (token << StateBits) | (uint)state)
    {
    }

    public uint Serial => (uint)(Bits >> 32);

    /// <summary>Who owns or keeps it; 0 for nobody.</summary>
    public uint Token => (uint)Bits >> StateBits;

    public PipeEndState State => (PipeEndState)(Bits & 3);

    public bool IsClosed => State == PipeEndState.Closed;

    public PipeEndWord Next(uint token, PipeEndState state) => new(Serial + 1, token, state);
}

/// <summary>See <see cref="PipeEndWord"/>.</summary>
internal enum PipeEndState
{
    Closed,
    Owned,
    Kept,
    Travelling,
}

/// <summary>What is done to the ends of a pipe.</summary>
internal static unsafe class PipeEnds
{
    public static PipeEndWord Read(Cell* cell, int end) => new(Volatile.Read(ref *PipeLayout.End(cell, end)));

    public static bool TryChange(Cell* cell, int end, PipeEndWord from, PipeEndWord to) =>
        Interlocked.CompareExchange(ref *PipeLayout.End(cell, end), to.Bits, from.Bits) == from.Bits;

    /// <summary>Takes an end that travels. False when somebody else has, or it was closed.</summary>
    public static bool TryTake(Cell* cell, int end, uint serial, uint token, out PipeEndWord taken)
    {
        PipeEndWord travelling = Read(cell, end);
        taken = travelling.Next(token, PipeEndState.Owned);
        bool isTaken = travelling.Serial == serial && travelling.State is (PipeEndState.Kept or PipeEndState.Travelling) && TryChange(cell, end, travelling, taken);
        FaultPoints.Pass(FaultPoint.PipeEndTaken);
        return isTaken;
    }

    /// <summary>Closes an end if its word is still this one, and tells everybody who waits.</summary>
    public static void Close(Cell* cell, int end, PipeEndWord word)
    {
        if (TryChange(cell, end, word, word.Next(0, PipeEndState.Closed)))
        {
            FaultPoints.Pass(FaultPoint.PipeEndClosed);
            TellAll(cell);
            FaultPoints.Pass(FaultPoint.PipeClosingTold);
        }
    }

    public static void TellAll(Cell* cell)
    {
        for (int direction = 0; direction < 2; direction++)
        {
            QueueSignal.TellAll(PipeLayout.ItemSignal(cell, direction));
            QueueSignal.TellAll(PipeLayout.RoomSignal(cell, direction));
        }
    }
}

/// <summary>Closes the ends that a process had which is gone. Who waits at the other side learns of it.</summary>
internal sealed unsafe class PipeRepair : ICellRepair
{
    public static readonly PipeRepair Instance = new();

    public void Repair(in Departure departure)
    {
        for (int end = 0; end < 2; end++)
        {
            PipeEndWord word = PipeEnds.Read(departure.Cell, end);
            if (word.Token == departure.Token && !word.IsClosed)
            {
                PipeEnds.TryChange(departure.Cell, end, word, word.Next(0, PipeEndState.Closed));
            }
        }

        // Even if it had none any more: it may have closed one and died before it told.
        PipeEnds.TellAll(departure.Cell);
    }
}

/// <summary>Keeps an end open that is among the arguments of a call, and closes it if the call ends before anybody took it.</summary>
internal sealed unsafe class KeptPipeEnd(SharedReference reference, int end, PipeEndWord kept) : IDisposable
{
    public void Dispose()
    {
        PipeEnds.Close(reference.Cell, end, kept);
        reference.Dispose();
    }
}
