using ProcGen.Memory;
using ProcGen.Waiting;

namespace ProcGen.Messaging;

// What an end of a pipe waits for.
internal sealed unsafe partial class PipeChannel
{
    public override IWaitStep NewWaitStep() => new WatchStep(this);

    private bool MayGoOn() => CanGoOn() || IsOtherClosed || !IsOwn;

    // Whoever should wake us may be dead. So may be the only process that could have read the other end out of a message: that end is in no ledger,
    // and nobody closes it but those who wait for it.
    private void LookAround()
    {
        _reference.Arena.SearchForDead();
        PipeEndWord other = PipeEnds.Read(_cell, 1 - _end);
        if (other.State == PipeEndState.Travelling && other.Token != 0 && !_reference.Arena.Has(other.Token))
        {
            new PipeEnd(_reference.Arena, _reference.Index, 1 - _end).Close(other);
        }
    }

    private static bool TryMark(uint* signal, out uint expected)
    {
        bool isMarked = SignalWord.TryMark(signal, out expected);
        FaultPoints.Pass(FaultPoint.PipeAboutToSleep);
        return isMarked;
    }

    /// <summary>Waits for a record, or for the end of either side.</summary>
    internal readonly struct ItemStep(PipeChannel channel) : IWaitStep
    {
        public bool TryComplete() => channel.IsReadable();

        public bool PrepareToSleep(out uint* word, out uint expected)
        {
            word = PipeLayout.ItemSignal(channel._cell, 1 - channel._end);
            return TryMark(word, out expected) && !TryComplete();
        }

        public bool Abandon() => false;

        public void OnOverslept() => channel.LookAround();
    }

    /// <summary>The same for one who does not hold the channel: it may be released meanwhile.</summary>
    private readonly struct WatchStep(PipeChannel channel) : IWaitStep
    {
        public bool TryComplete()
        {
            channel.Enter();
            try
            {
                return channel.IsReadable();
            }
            finally
            {
                channel.Leave();
            }
        }

        public bool PrepareToSleep(out uint* word, out uint expected)
        {
            word = PipeLayout.ItemSignal(channel._cell, 1 - channel._end);
            return TryMark(word, out expected) && !TryComplete();
        }

        public bool Abandon() => false;

        public void OnOverslept() => channel.LookAround();
    }

    /// <summary>Waits for room for the next record, or for the end of either side.</summary>
    private readonly struct RoomStep(PipeChannel channel) : IWaitStep
    {
        public bool TryComplete() => channel.MayGoOn();

        public bool PrepareToSleep(out uint* word, out uint expected)
        {
            word = PipeLayout.RoomSignal(channel._cell, channel._end);
            return TryMark(word, out expected) && !TryComplete();
        }

        public bool Abandon() => false;

        public void OnOverslept() => channel.LookAround();
    }
}
