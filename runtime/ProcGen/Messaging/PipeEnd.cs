using ProcGen.Memory;

namespace ProcGen.Messaging;

/// <summary>What becomes of one end of a pipe, for whoever has the pipe's cell open.</summary>
internal readonly unsafe struct PipeEnd(Arena arena, int index, int end)
{
    private readonly Cell* _cell = arena.At(index);

    public PipeEndWord Word => PipeEnds.Read(_cell, end);

    /// <summary>Takes an end that travels. False when somebody else has, or it was closed.</summary>
    public bool TryTake(uint serial, out PipeEndWord taken)
    {
        while (true)
        {
            PipeEndWord travelling = Word;
            taken = travelling.Next(arena.Token, PipeEndState.Owned);
            if (travelling.Serial != serial || !travelling.IsOnItsWay)
            {
                return false;
            }

            // Its sender may say meanwhile that it has left.
            if (PipeEnds.TryChange(_cell, end, travelling, taken))
            {
                FaultPoints.Pass(FaultPoint.PipeEndTaken);
                return true;
            }
        }
    }

    /// <summary>Closes the end if its word is still this one.</summary>
    public void Close(PipeEndWord word)
    {
        if (PipeEnds.TryChange(_cell, end, word, word.Next(0, PipeEndState.Closed)))
        {
            FaultPoints.Pass(FaultPoint.PipeEndClosed);
            Settle();
            FaultPoints.Pass(FaultPoint.PipeClosingTold);
        }
    }

    /// <summary>Closes the end if it is still on its way under that number.</summary>
    public void CloseIfOnItsWay(uint serial)
    {
        // Twice: its sender may say meanwhile that it has left.
        for (int round = 0; round < 2; round++)
        {
            PipeEndWord word = Word;
            if (word.Serial == serial && word.IsOnItsWay)
            {
                Close(word);
            }
        }
    }

    /// <summary>What is to be done once the end is closed, and again if whoever closed it may have died over it: ends that are on their way to it are closed, too, and everybody is told.</summary>
    public void Settle()
    {
        if (PipeLayout.CanSend(_cell, 1 - end))
        {
            CloseWhatIsOnItsWay();
        }

        TellAll(_cell);
    }

    public static void TellAll(Cell* cell)
    {
        for (int direction = 0; direction < 2; direction++)
        {
            PipeSignal.TellAll(PipeLayout.ItemSignal(cell, direction));
            PipeSignal.TellAll(PipeLayout.RoomSignal(cell, direction));
        }
    }

    // In its own ring: what nobody has received. Reads only, since somebody of this process may be at it; each end is closed by its own word.
    private void CloseWhatIsOnItsWay()
    {
        byte* window = arena.MapWindow(index);
        PipeReader reader = new(PipeLayout.Direction(window, 1 - end), PipeLayout.Ring(_cell, window, 1 - end), PipeLayout.Capacity);
        try
        {
            while (reader.TryPeek(out PipeRecord record))
            {
                Travel.End(arena, record.Tickets);
                reader.PassOver(record);
            }
        }
        catch (ProtocolException)
        {
            // Who wrote it did not keep to the protocol, so what it may have sent cannot be found.
        }
    }
}

/// <summary>Closes the ends that a process had which is gone. Who waits at the other side learns of it.</summary>
internal sealed unsafe class PipeRepair : ICellRepair
{
    public static readonly PipeRepair Instance = new();

    public void Repair(in Departure departure)
    {
        for (int number = 0; number < 2; number++)
        {
            PipeEnd end = new(departure.Arena, departure.Index, number);
            PipeEndWord word = end.Word;
            if (word.Token == departure.Token && (word.State is PipeEndState.Owned or PipeEndState.Kept || (word.State == PipeEndState.Travelling && !departure.IsOrderly)))
            {
                end.Close(word);
            }
            else if (word.IsClosed)
            {
                // It may have closed it, and died before it had settled that.
                end.Settle();
            }
        }

        PipeEnd.TellAll(departure.Cell);
    }
}

/// <summary>Keeps an end open that is among the arguments of a call, and closes it if the call ends before anybody took it.</summary>
internal sealed class KeptPipeEnd(SharedReference reference, int end, PipeEndWord kept) : IDisposable
{
    public void Dispose()
    {
        new PipeEnd(reference.Arena, reference.Index, end).Close(kept);
        reference.Dispose();
    }
}
