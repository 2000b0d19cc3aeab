using System.Runtime.InteropServices;
using ProcGen.Memory;
using ProcGen.Serialization;
using ProcGen.Waiting;

namespace ProcGen.Messaging;

// One end of a pipe: it writes the ring of its own direction and reads the other's.
//
// What must hold whatever dies, at any instruction
// - Each word has one writer: Tail, the sending end's owner; Head, the receiving end's owner. An end has one owner (PipeEnd).
// - A record is a whole message, or says that one lies whole in the block (PipeBlock). It is there when Tail says so, and not before: who dies
//   while it writes leaves nothing.
// - A record is gone when Head says so: who dies while it reads has lost nothing for others, since nobody else reads.
// - Who sees an end closed looks at the ring once more before it says so: the last records were published before the end was closed.
// - Signals are told after what they tell of. Who dies in between is told for by whoever repairs: closing an end tells everybody.
// - Who is only stopped keeps its end: the other side waits, as long as it wants.
internal sealed unsafe partial class PipeChannel : MessageChannel, ITraveller
{
    private readonly SharedReference _reference;
    private readonly Cell* _cell;
    private readonly int _end;
    private readonly PipeWriter? _writer;
    private readonly PipeReader? _reader;
    private readonly PipeBlock? _outBlock;
    private readonly PipeBlock? _inBlock;
    private readonly PipeBuffer _buffer;
    private readonly SpinHistory _sendSpins = new();
    private readonly SpinHistory _receiveSpins = new();

    // The word under which the end is ours, and the one under which it is on its way.
    private PipeEndWord _own;
    private PipeEndWord _sent;

    // How long the record is that there was no room for, and whether it is the block that was not free. Belong to whoever sends.
    private int _wanted;
    private bool _wantsBlock;

    // The message that was awaited. Belongs to whoever receives.
    private PipeRecord _record;

    /// <summary>Takes over a reference and an end that this process owns.</summary>
    public PipeChannel(SharedReference reference, int end, PipeEndWord own)
        : base(new PipeBuffer())
    {
        _buffer = (PipeBuffer)Outgoing;
        _reference = reference;
        _cell = reference.Cell;
        _end = end;
        _own = own;
        if (PipeLayout.CanSend(_cell, end))
        {
            _outBlock = _buffer.Block = new PipeBlock(reference, end);
            _writer = new PipeWriter(PipeLayout.Direction(reference.Window, end), PipeLayout.Ring(_cell, reference.Window, end), PipeLayout.Capacity);
        }

        if (PipeLayout.CanSend(_cell, 1 - end))
        {
            _inBlock = new PipeBlock(reference, 1 - end);
            _reader = new PipeReader(PipeLayout.Direction(reference.Window, 1 - end), PipeLayout.Ring(_cell, reference.Window, 1 - end), PipeLayout.Capacity);
        }

        // Forgotten ends are closed by the collector. Not this object's own finalizer: the window might be gone by then.
        reference.Closing = CloseEnd;
        Outgoing.Travellers = [];
    }

    public override bool CanSend => _writer is not null;

    public override bool CanReceive => _reader is not null;

    public override ReadOnlySpan<byte> Current =>
        _record.IsInBlock ? _inBlock!.Read(MemoryMarshal.Read<long>(_record.Content))
        : _record.Content;

    // One that lies in the block is taken from there.
    public override ReadOnlyMemory<byte> OutgoingMemory => _buffer.IsInBlock ? default : base.OutgoingMemory;

    private bool IsOwn => PipeEnds.Read(_cell, _end) == _own;

    private bool IsOtherClosed => PipeEnds.Read(_cell, 1 - _end).IsClosed;

    public override bool IsReadable() => _reader!.HasRecord || IsOtherClosed || !IsOwn;

    public override void BeginOutgoing() => _buffer.Begin();

    public override void Consume()
    {
        ConsumeRecord(_record);
        _record = default;
    }

    public override WaitOutcome WaitToReceive(Deadline deadline, CancellationToken cancellationToken)
    {
        ItemStep step = new(this);
        return BlockingWait.Run(ref step, _receiveSpins, deadline, cancellationToken);
    }

    protected override WaitOutcome WaitToSend(Deadline deadline, CancellationToken cancellationToken)
    {
        RoomStep step = new(this);
        return BlockingWait.Run(ref step, _sendSpins, deadline, cancellationToken);
    }

    // All of it at once: there is nothing to give up in the middle.
    protected override bool TrySend(MessageKind kind, ReadOnlySpan<byte> message, ref int sent)
    {
        if (!IsOwn)
        {
            throw Closed();
        }

        if (IsOtherClosed)
        {
            throw new IOException("Nobody receives at the other side any more: it was closed, or its process has ended.");
        }

        bool isItem = kind == MessageKind.Item;
        int tickets = isItem ? Travel.SizeOfTickets(Outgoing.Travellers!.Count) : 0;
        bool isInBlock = isItem && _buffer.IsInBlock;
        _wantsBlock = isInBlock || message.Length > PipeBlock.Threshold - tickets;
        _wanted = (_wantsBlock ? PipeRecord.PrefixSize : message.Length) + tickets;
        if (!CanGoOn())
        {
            return false;
        }

        PipeRecordKind mark = isItem ? 0 : PipeRecordKind.Bytes;
        Span<byte> place = _writer!.Place(_wanted);
        if (_wantsBlock)
        {
            mark |= PipeRecordKind.InBlock;
            MemoryMarshal.Write(place, isInBlock ? _buffer.Length : (long)message.Length);
            if (!isInBlock)
            {
                BulkCopy.Copy(message, _outBlock!.Reserve(message.Length));
            }
        }
        else
        {
            message.CopyTo(place);
        }

        if (tickets > 0)
        {
            Travel.WriteTickets(place[^tickets..], Outgoing.Travellers!);
            mark |= PipeRecordKind.Carries;
        }

        if (_wantsBlock)
        {
            FaultPoints.Pass(FaultPoint.PipeBlockFilled);
            _outBlock!.Send();
            FaultPoints.Pass(FaultPoint.PipeBlockSent);
        }

        Publish(mark);
        if (tickets > 0)
        {
            LetTravel();
        }

        return true;
    }

    private bool CanGoOn() => (!_wantsBlock || _outBlock!.IsFree) && _writer!.HasRoom(_wanted);

    private void Publish(PipeRecordKind kind)
    {
        FaultPoints.Pass(FaultPoint.PipeWritten);
        _writer!.Publish(_wanted, kind);
        FaultPoints.Pass(FaultPoint.PipePublished);
        PipeSignal.Tell(PipeLayout.ItemSignal(_cell, _end));
        FaultPoints.Pass(FaultPoint.PipeItemTold);
    }

    protected override void GiveUpSending(int sent)
    {
    }

    protected override bool TryPeek(out MessageKind kind, out long length)
    {
        if (!IsOwn)
        {
            throw Closed();
        }

        kind = MessageKind.Any;
        length = 0;
        if (!_reader!.TryPeek(out PipeRecord record))
        {
            if (!IsOtherClosed)
            {
                return false;
            }

            if (!_reader.TryPeek(out record))
            {
                throw new EndOfStreamException("The other side was closed, or its process has ended, and everything that it sent has been received.");
            }
        }

        ReadOnlySpan<byte> content = record.Content;
        if (record.IsInBlock && content.Length != PipeRecord.PrefixSize)
        {
            ConsumeRecord(record);
            throw new ProtocolException($"A record in a pipe tells in {content.Length:N0} bytes how long a message is.");
        }

        kind = record.IsBytes ? MessageKind.Bytes : MessageKind.Item;
        length = record.IsInBlock ? MemoryMarshal.Read<long>(content) : content.Length;
        return true;
    }

    protected override bool TryGather(out bool isVoid)
    {
        isVoid = false;
        return _reader!.TryPeek(out _record);
    }

    protected override void CloseEnd() => new PipeEnd(_reference.Arena, _reference.Index, _end).Close(_own);

    protected override void Release()
    {
        _outBlock?.Unmap();
        _inBlock?.Unmap();
        Outgoing.Dispose();
        _reference.Dispose();
    }

    private void ConsumeRecord(in PipeRecord record)
    {
        // Whether it was read or not, and before its room is given back: if we die here, whoever closes this end finds it.
        Travel.End(_reference.Arena, record.Tickets);
        if (record.IsInBlock)
        {
            _inBlock!.Take();
            FaultPoints.Pass(FaultPoint.PipeBlockTaken);
        }

        _reader!.Consume(record);
        FaultPoints.Pass(FaultPoint.PipeConsumed);
        PipeSignal.Tell(PipeLayout.RoomSignal(_cell, 1 - _end));
        FaultPoints.Pass(FaultPoint.PipeRoomTold);
    }
}
