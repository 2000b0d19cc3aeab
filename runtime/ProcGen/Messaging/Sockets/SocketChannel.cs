using System.Net.Sockets;
using System.Runtime.InteropServices;
using ProcGen.Serialization;
using ProcGen.Waiting;

namespace ProcGen.Messaging;

// One side of a connection over a socket, in frames.
//
// A pump reads ahead, one message at most: the next is read when that was consumed, so that a sender who is faster than the receiver is held
// up by the socket. So whether a message is there is a word of this process, which is waited for as a pipe is.
//
// Who may write what: _message, _kind, _failure and _isEnded, the pump, before it says so by _hasNews; _hasNews, the pump sets it and whoever has
// the turn to receive clears it when it consumes. _isWriting is set by whoever has the turn to send, and cleared when the socket has taken all.
//
// What a death looks like: the socket ends. Everything that was sent before can be received; a frame that was cut is a truncated message.
// A send that is given up has perhaps sent half a frame, behind which nothing can follow: the connection is closed.
internal sealed partial class SocketChannel : MessageChannel
{
    // How long the other side may take to read what is left when this one has closed.
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(5);

    private readonly Socket _socket;
    private readonly Stream _stream;
    private readonly string _peer;
    private readonly FrameDecoder _decoder;
    private readonly int _peerLimit;
    private readonly ulong _typeHash;
    private readonly LocalBell _bell = new();
    private readonly SpinHistory _sendSpins = new();
    private readonly SpinHistory _receiveSpins = new();
    private readonly SemaphoreSlim _consumed = new(0);
    private readonly WireBuffer _frame = new(int.MaxValue);

    // The ends of pipes that were sent: those that the other side has not taken when it closes or dies are closed.
    private readonly List<TravelTicket> _carried = [];
    private CancellationTokenSource _end = new();
    private Task _pump;
    private Exception? _writeFailure;
    private volatile bool _isWriting;
    private byte[] _message = [];
    private MessageKind _kind;
    private Exception? _failure;
    private volatile bool _hasNews;
    private volatile bool _isEnded;
    private int _isDisposed;

    /// <summary>Takes over a socket whose other side is known by now.</summary>
    public SocketChannel(Socket socket, Stream stream, string peer, int limit, int peerLimit, ulong typeHash)
        : base(new WireBuffer())
    {
        _socket = socket;
        _stream = stream;
        _peer = peer;
        _decoder = new FrameDecoder(limit);
        _peerLimit = peerLimit;
        _typeHash = typeHash;
        Outgoing.Travellers = [];
        _pump = Task.Run(() => PumpAsync(hasNews: false));
    }

    public override bool CanSend => true;

    public override bool CanReceive => true;

    public override ReadOnlySpan<byte> Current => _message;

    public override SafeHandle? Handle => _socket.SafeHandle;

    public override bool IsReadable() => _hasNews || _isEnded || IsClosed;

    public override void Consume()
    {
        _message = [];
        _hasNews = false;
        _consumed.Release();
    }

    public override WaitOutcome WaitToReceive(Deadline deadline, CancellationToken cancellationToken)
    {
        ReceiveStep step = new(this);
        return BlockingWait.Run(ref step, _receiveSpins, deadline, cancellationToken);
    }

    public override async ValueTask<WaitOutcome> WaitToReceiveAsync(Deadline deadline, CancellationToken cancellationToken) =>
        (await AsyncWait.Run(new ReceiveStep(this), deadline, cancellationToken).ConfigureAwait(false)).Outcome;

    public override IWaitStep NewWaitStep() => new ReceiveStep(this, isWatching: true);

    protected override bool TrySend(MessageKind kind, ReadOnlySpan<byte> message, ref int sent)
    {
        if (IsClosed)
        {
            throw Closed();
        }

        if (sent == NothingSent)
        {
            if (_isEnded)
            {
                throw NobodyReceives(null);
            }

            if (message.Length > _peerLimit)
            {
                throw new MessageTooLargeException(message.Length, _peerLimit);
            }

            Fill(kind, message);
            sent = 0;
            _writeFailure = null;
            _isWriting = true;
            _ = WriteAsync();
        }

        if (_isWriting)
        {
            return false;
        }

        if (_writeFailure is not null)
        {
            throw IsClosed ? Closed() : NobodyReceives(_writeFailure);
        }

        if (Outgoing.Travellers!.Count > 0 && kind == MessageKind.Item)
        {
            lock (_carried)
            {
                _carried.AddRange(Outgoing.Travellers.Select(static traveller => traveller.Ticket));
            }

            if (_isEnded)
            {
                EndJourneys();
            }

            Travel.Begin(Outgoing.Travellers);
            Outgoing.Travellers.Clear();
        }

        return true;
    }

    protected override void GiveUpSending(int sent)
    {
        if (sent != NothingSent && _isWriting)
        {
            _end.Cancel();
            Close();
        }
    }

    protected override WaitOutcome WaitToSend(Deadline deadline, CancellationToken cancellationToken)
    {
        SendStep step = new(this);
        return BlockingWait.Run(ref step, _sendSpins, deadline, cancellationToken);
    }

    protected override async ValueTask<WaitOutcome> WaitToSendAsync(Deadline deadline, CancellationToken cancellationToken) =>
        (await AsyncWait.Run(new SendStep(this), deadline, cancellationToken).ConfigureAwait(false)).Outcome;

    protected override bool TryPeek(out MessageKind kind, out long length)
    {
        if (IsClosed)
        {
            throw Closed();
        }

        // News first: an end comes after them.
        bool isEnded = _isEnded;
        kind = _kind;
        length = _message.Length;
        if (_hasNews || !isEnded)
        {
            return _hasNews;
        }

        throw Interlocked.Exchange(ref _failure, null) ?? new EndOfStreamException($"The other side ({_peer}) was closed, or its process has ended, and everything that it sent has been received.");
    }

    protected override bool TryGather(out bool isVoid)
    {
        isVoid = false;
        return true;
    }

    protected override void CloseEnd()
    {
        _bell.Ring();
        _consumed.Release();
        _end.CancelAfter(Farewell);
        try
        {
            // The pump goes on until the other side has seen it: a socket that is closed with something unread takes back what was sent last.
            _socket.Shutdown(SocketShutdown.Send);
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // The other side is gone already.
        }

        if (_isEnded)
        {
            DisposeSocket();
        }
    }

    protected override void Release() => Outgoing.Dispose();

    private IOException NobodyReceives(Exception? inner) => new($"Nobody receives at the other side ({_peer}) any more: it was closed, or its process has ended.", inner);

    private void Fill(MessageKind kind, ReadOnlySpan<byte> message)
    {
        _frame.Reset();
        WireWriter writer = new(_frame);
        Frame.Begin(ref writer, kind == MessageKind.Bytes ? FrameKind.Bytes : FrameKind.Message, callId: 0);
        writer.WriteRaw(message);
        writer.Flush();
        Frame.Finish(_frame);
    }

    private async Task WriteAsync()
    {
        try
        {
            await _stream.WriteAsync(_frame.WrittenMemory, _end.Token).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            _writeFailure = exception;
        }

        _isWriting = false;
        _bell.Ring();
    }
}
