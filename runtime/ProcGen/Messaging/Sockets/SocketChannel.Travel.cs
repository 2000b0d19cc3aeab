using System.Net.Security;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using ProcGen.Platform;
using ProcGen.Serialization;
using ProcGen.Waiting;

namespace ProcGen.Messaging;

// How a side of a connection moves to another process: the pump stops, and the socket goes to the broker with what the pump had read ahead.
//
// - From Move on this side is closed for all who are at work here, as if it were closed. Who is receiving a message right then has it; one that
//   was read and not received goes along.
// - The pump stops between two reads: a read that is given up has taken nothing.
// - If the message is not sent, the pump goes on where it stopped.
internal sealed partial class SocketChannel : ITraveller
{
    private const int StateFields = 7;

    private Parcel? _parcel;
    private volatile bool _isMoving;
    private volatile bool _isBroken;

    TravelTicket ITraveller.Ticket => ParcelNote.TicketOf(SocketBroker.Number, _parcel!.Token);

    /// <summary>Whether it can be passed to another process.</summary>
    public bool CanMove => !IsClosed && !_isBroken && _stream is not SslStream;

    public System.Net.EndPoint? Peer => _socket.RemoteEndPoint;

    /// <summary>Takes a side that travelled here.</summary>
    /// <exception cref="SharedObjectException">The process that sent it is gone, or somebody else has taken it, or it was closed.</exception>
    public static SocketChannel Take(ref WireReader reader, ulong typeHash, string itemType)
    {
        string what = $"Connection<{itemType}>";
        (SafeDescriptor descriptor, byte[] state) = SocketBroker.Fetch(ParcelNote.Read(ref reader, typeHash, what), what);
        Socket socket = TravelledSocket.Adopt(descriptor);
        try
        {
            return new SocketChannel(socket, state, typeHash);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    public override void Move(ref WireWriter writer) => Move(ref writer, writer.Keeper, writer.Travellers);

    /// <summary>The same where what is written is not the message itself.</summary>
    public void Move(ref WireWriter place, IReferenceKeeper? keeper, List<ITraveller>? travellers)
    {
        ThrowIfBound(travellers);
        if (!Sending.Enter(Deadline.After(TimeSpan.Zero), CancellationToken.None).IsCompleted(CancellationToken.None))
        {
            throw new InvalidOperationException("Something is being sent through this connection. Wait until it has been sent before the connection is passed to another process.");
        }

        try
        {
            Stop();
            try
            {
                using WireBuffer state = new(int.MaxValue);
                WriteState(state);
                _parcel = SocketBroker.Post(_socket.SafeHandle, state.WrittenSpan);
                _parcel.WriteNote(ref place, _typeHash);
            }
            catch
            {
                _parcel?.TryTakeBack();
                Resume();
                throw;
            }
        }
        finally
        {
            Sending.Exit();
        }

        if (!_parcel.IsToldOf(this, keeper, travellers))
        {
            Left();
        }
    }

    void ITraveller.HasLeft(uint reader)
    {
        _parcel!.IsAwaited = reader != 0;
        Left();
    }

    void ITraveller.StaysHere()
    {
        if (_parcel!.TryTakeBack())
        {
            Resume();
        }
        else
        {
            Left();
        }
    }

    private SocketChannel(Socket socket, byte[] state, ulong typeHash)
        : base(new WireBuffer())
    {
        WireReader reader = new(state);
        reader.ReadArrayHeader(StateFields);
        _socket = socket;
        _stream = TravelledSocket.StreamOf(socket);
        _typeHash = typeHash;
        _peer = reader.ReadString() ?? "";
        _decoder = new FrameDecoder((int)reader.ReadInt64(0, int.MaxValue));
        _peerLimit = (int)reader.ReadInt64(0, int.MaxValue);
        bool hasNews = !reader.TryReadNil();
        if (hasNews)
        {
            _kind = reader.ReadBoolean() ? MessageKind.Bytes : MessageKind.Item;
        }

        _message = reader.ReadBinary().ToArray();
        _decoder.Put(reader.ReadBinary());
        _carried.AddRange(MemoryMarshal.Cast<byte, TravelTicket>(reader.ReadBinary()));
        reader.End();
        Outgoing.Travellers = [];
        _hasNews = hasNews;
        _pump = Task.Run(() => PumpAsync(hasNews));
    }

    private void WriteState(WireBuffer state)
    {
        WireWriter writer = new(state);
        writer.WriteArrayHeader(StateFields);
        writer.WriteString(_peer);
        writer.WriteInt64(_decoder.Limit);
        writer.WriteInt64(_peerLimit);
        if (_hasNews)
        {
            writer.WriteBoolean(_kind == MessageKind.Bytes);
        }
        else
        {
            writer.WriteNil();
        }

        writer.WriteBinary(_message);
        writer.WriteBinary(_decoder.Held);
        lock (_carried)
        {
            writer.WriteBinary(MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(_carried)));
        }

        writer.Flush();
    }

    private void ThrowIfBound(List<ITraveller>? travellers)
    {
        if (_stream is SslStream)
        {
            throw new UnserializableValueException(
                "A connection with TLS cannot be passed to another process: the keys and counters of its cipher are in this process' TLS library, which gives them to nobody. Pass the address, and let the process connect itself.");
        }

        if (_isBroken)
        {
            throw new InvalidOperationException("The other side of this connection has not kept to the protocol. It can only be closed.");
        }

        Travel.ThrowIfFull(travellers);
    }

    // Whoever has the turn to send, so that nobody else has.
    private void Stop()
    {
        lock (Outgoing)
        {
            if (IsClosed)
            {
                throw Closed();
            }

            _isMoving = true;
            TryBeginClosing();
        }

        _bell.Ring();
        _consumed.Release();
        _end.Cancel();
        if (!HaveLetGo(Receiving) || !_pump.Wait(LettingGo))
        {
            Resume();
            throw NotLetGo("Whoever receives from this connection");
        }
    }

    private void Resume()
    {
        _parcel = null;
        _pump = ResumeAsync(_pump);
    }

    private async Task ResumeAsync(Task before)
    {
        await before.ConfigureAwait(false);
        while (_consumed.Wait(0, CancellationToken.None))
        {
        }

        _end = new CancellationTokenSource();
        _isMoving = false;
        bool hasNews = _hasNews, isEnded = _isEnded;
        Reopen();
        if (!isEnded)
        {
            await PumpAsync(hasNews).ConfigureAwait(false);
        }
    }

    private void Left()
    {
        HostPlatform.Current.ForgetReadiness(_socket.SafeHandle);
        DisposeSocket();
        Leave();
    }
}
