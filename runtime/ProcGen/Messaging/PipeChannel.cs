using System.Runtime.InteropServices;
using ProcGen.Memory;
using ProcGen.Serialization;
using ProcGen.Waiting;

namespace ProcGen.Messaging;

// One end of a pipe: it writes the ring of its own direction and reads the other's.
//
// What must hold whatever dies, at any instruction
// - Each word has one writer: Tail, the sending end's owner; Head, the receiving end's owner. An end has one owner (PipeEnd).
// - A record is there when Tail says so, and not before: who dies while it writes leaves nothing. A message of several records whose sender
//   dies in between is seen by the receiver, which finds the end closed where the next piece should be.
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

    // The message that is being gathered from several records, null when there is none; and the one that is in one. Belong to whoever receives.
    private byte[]? _gathered;
    private int _gatheredLength;
    private long _wholeLength;
    private MessageKind _gatheredKind;
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
        _gathered is not null ? _gathered.AsSpan(0, _gatheredLength)
        : _record.IsInBlock ? _inBlock!.Read(MemoryMarshal.Read<long>(_record.Content))
        : _record.Content;

    // One that lies in the block is taken from there.
    public override ReadOnlyMemory<byte> OutgoingMemory => _buffer.IsInBlock ? default : base.OutgoingMemory;

    private bool IsOwn => PipeEnds.Read(_cell, _end) == _own;

    private bool IsOtherClosed => PipeEnds.Read(_cell, 1 - _end).IsClosed;

    private static int LongestRecord => PipeWriter.MaxLength(PipeLayout.Capacity);

    public override bool IsReadable() => _reader!.HasRecord || IsOtherClosed || !IsOwn;

    public override void BeginOutgoing() => _buffer.Begin();

    public override void Consume()
    {
        ConsumeRecord(_record);
        _record = default;
        Forget();
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

    protected override bool TrySend(MessageKind kind, ReadOnlySpan<byte> message, ref int sent)
    {
        PipeRecordKind mark = kind == MessageKind.Bytes ? PipeRecordKind.Bytes : 0;
        while (true)
        {
            if (!IsOwn)
            {
                throw Closed();
            }

            if (IsOtherClosed)
            {
                throw new IOException("Nobody receives at the other side any more: it was closed, or its process has ended.");
            }

            bool isFirst = sent == NothingSent;
            if (isFirst && (message.Length > PipeBlock.Threshold || (kind == MessageKind.Item && _buffer.IsInBlock)))
            {
                return TrySendInBlock(kind, message, mark);
            }

            ReadOnlySpan<byte> left = isFirst ? message : message[sent..];
            int tickets = kind == MessageKind.Item ? Travel.SizeOfTickets(Outgoing.Travellers!.Count) : 0;
            bool hasPrefix = isFirst && message.Length > LongestRecord - tickets;
            int prefix = hasPrefix ? PipeRecord.PrefixSize : 0;
            int piece = Math.Min(left.Length, LongestRecord - prefix);
            bool isLast = piece == left.Length && prefix + piece + tickets <= LongestRecord;
            _wantsBlock = false;
            _wanted = prefix + piece + (isLast ? tickets : 0);
            if (!_writer!.HasRoom(_wanted))
            {
                return false;
            }

            Span<byte> place = _writer.Place(_wanted);
            if (hasPrefix)
            {
                MemoryMarshal.Write(place, (long)message.Length);
            }

            left[..piece].CopyTo(place[prefix..]);
            sent = Math.Max(sent, 0) + piece;
            if (isLast && tickets > 0)
            {
                Travel.WriteTickets(place[(prefix + piece)..], Outgoing.Travellers!);
                mark |= PipeRecordKind.Carries;
            }

            Publish(mark | (isFirst ? PipeRecordKind.First : 0) | (isLast ? PipeRecordKind.Last : 0));
            if (isLast)
            {
                if (tickets > 0)
                {
                    LetTravel();
                }

                return true;
            }
        }
    }

    // All of it at once: there is nothing to give up in the middle.
    private bool TrySendInBlock(MessageKind kind, ReadOnlySpan<byte> message, PipeRecordKind mark)
    {
        int tickets = kind == MessageKind.Item ? Travel.SizeOfTickets(Outgoing.Travellers!.Count) : 0;
        _wantsBlock = true;
        _wanted = PipeRecord.PrefixSize + tickets;
        if (!CanSendInBlock())
        {
            return false;
        }

        long length = message.Length;
        if (kind == MessageKind.Item && _buffer.IsInBlock)
        {
            length = _buffer.Length;
        }
        else
        {
            BulkCopy.Copy(message, _outBlock!.Reserve(length));
        }

        Span<byte> place = _writer!.Place(_wanted);
        MemoryMarshal.Write(place, length);
        if (tickets > 0)
        {
            Travel.WriteTickets(place[PipeRecord.PrefixSize..], Outgoing.Travellers!);
            mark |= PipeRecordKind.Carries;
        }

        _outBlock!.Send();
        Publish(mark | PipeRecordKind.First | PipeRecordKind.Last | PipeRecordKind.InBlock);
        if (tickets > 0)
        {
            LetTravel();
        }

        return true;
    }

    private bool CanSendInBlock() => _outBlock!.IsFree && _writer!.HasRoom(_wanted);

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
        if (sent != NothingSent)
        {
            _writer!.Abandon();
        }
    }

    protected override bool TryPeek(out MessageKind kind, out long length)
    {
        if (!IsOwn)
        {
            throw Closed();
        }

        kind = _gatheredKind;
        length = _wholeLength;
        if (!_reader!.TryPeek(out PipeRecord record))
        {
            if (_gathered is not null && _reader.IsAbandoned)
            {
                Forget();
            }

            if (!IsOtherClosed)
            {
                return _gathered is not null;
            }

            if (!_reader.TryPeek(out record))
            {
                throw Ended();
            }
        }

        if (!record.IsFirst && _gathered is not null)
        {
            return true;
        }

        // What had been gathered of another message is void.
        Forget();
        bool hasPrefix = !record.IsLast || record.IsInBlock;
        if (!record.IsFirst || (hasPrefix && record.Content.Length < PipeRecord.PrefixSize))
        {
            ConsumeRecord(record);
            throw new ProtocolException("A message in a pipe has no beginning.");
        }

        kind = (record.Kind & PipeRecordKind.Bytes) != 0 ? MessageKind.Bytes : MessageKind.Item;
        length = hasPrefix ? MemoryMarshal.Read<long>(record.Content) : record.Content.Length;
        return true;
    }

    protected override bool TryGather(out bool isVoid)
    {
        isVoid = false;
        while (_reader!.TryPeek(out PipeRecord record))
        {
            if (record.IsFirst)
            {
                if (_gathered is not null)
                {
                    isVoid = true;
                    return false;
                }

                if (record.IsLast)
                {
                    _record = record;
                    return true;
                }

                Begin(record);
                continue;
            }

            Add(record);
            if (record.IsLast)
            {
                // It stays until the message is consumed: what travels with it is found there if we die before that.
                _record = record;
                return true;
            }

            ConsumeRecord(record);
        }

        return false;
    }

    protected override void CloseEnd() => new PipeEnd(_reference.Arena, _reference.Index, _end).Close(_own);

    protected override void Release()
    {
        _outBlock?.Unmap();
        _inBlock?.Unmap();
        Outgoing.Dispose();
        _reference.Dispose();
    }

    private void Begin(in PipeRecord record)
    {
        _wholeLength = MemoryMarshal.Read<long>(record.Content);
        _gatheredKind = (record.Kind & PipeRecordKind.Bytes) != 0 ? MessageKind.Bytes : MessageKind.Item;
        _gathered = GC.AllocateUninitializedArray<byte>((int)Math.Clamp(_wholeLength, 0, Array.MaxLength));
        _gatheredLength = 0;
        Add(record, PipeRecord.PrefixSize);
        ConsumeRecord(record);
    }

    private void Add(in PipeRecord record, int skipped = 0)
    {
        ReadOnlySpan<byte> piece = record.Content[skipped..];
        if (_gathered is null || piece.Length > _gathered.Length - _gatheredLength || (record.IsLast && piece.Length < _gathered.Length - _gatheredLength))
        {
            ConsumeRecord(record);
            Forget();
            throw new ProtocolException("The pieces of a message in a pipe do not make up its length.");
        }

        piece.CopyTo(_gathered.AsSpan(_gatheredLength));
        _gatheredLength += piece.Length;
    }

    private void ConsumeRecord(in PipeRecord record)
    {
        // Whether it was read or not, and before its room is given back: if we die here, whoever closes this end finds it.
        Travel.End(_reference.Arena, record.Tickets);
        if (record.IsInBlock)
        {
            _inBlock!.Take();
        }

        _reader!.Consume(record);
        FaultPoints.Pass(FaultPoint.PipeConsumed);
        PipeSignal.Tell(PipeLayout.RoomSignal(_cell, 1 - _end));
        FaultPoints.Pass(FaultPoint.PipeRoomTold);
    }

    private void Forget()
    {
        _gathered = null;
        _gatheredLength = 0;
        _wholeLength = 0;
    }

    private Exception Ended()
    {
        if (_gathered is null)
        {
            return new EndOfStreamException("The other side was closed, or its process has ended, and everything that it sent has been received.");
        }

        TruncatedMessageException truncated = new(_gatheredLength, _wholeLength);
        Forget();
        return truncated;
    }
}
