using System.Net;
using System.Net.Sockets;
using ProcGen.Platform;
using ProcGen.Serialization;

namespace ProcGen.Messaging;

// How a listener moves to another process: it accepts no more here, and its socket goes to the broker, with its file and its options. Who waits in
// the system's backlog stays there. Those whose handshake is done, and that nobody has accepted yet, travel each by itself in the same message.
internal sealed partial class SocketListener : ITraveller
{
    private const int StateFields = 7;

    // How long handshakes that are under way may take when the listener is passed to another process: they cannot go along half done.
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(1);

    private Parcel? _parcel;
    private List<SocketChannel> _moving = [];

    private SocketListener(Socket socket, byte[] state, ulong typeHash, string itemType)
    {
        _socket = socket;
        _typeHash = typeHash;
        WireReader reader = new(state);
        reader.ReadArrayHeader(StateFields);
        EndPoint = AddressText.Parse(reader.ReadString() ?? "");
        _adoptedFile = reader.ReadString();
        _options = new ConnectionOptions
        {
            AuthKey = reader.ReadBinary().ToArray(),
            HandshakeTimeout = TimeSpan.FromTicks(reader.ReadInt64()),
            MaxMessageSize = (int)reader.ReadInt64(0, int.MaxValue),
            RequireSameUser = reader.ReadBoolean(),
        };
        List<SocketChannel> pending = [];
        for (int count = reader.ReadArrayHeader(); count > 0; count--)
        {
            try
            {
                pending.Add(SocketChannel.Take(ref reader, typeHash, itemType));
            }
            catch (SharedObjectException)
            {
                // Its sender has gone in between: for the other side the connection has ended, and the listener goes on.
            }
        }

        reader.End();
        _round = new Round(this, pending);
    }

    TravelTicket ITraveller.Ticket => ParcelNote.TicketOf(SocketBroker.Number, _parcel!.Token);

    /// <summary>Takes a listener that travelled here.</summary>
    /// <exception cref="SharedObjectException">The process that sent it is gone, or somebody else has taken it, or it was closed.</exception>
    public static SocketListener Take(ref WireReader reader, ulong typeHash, string itemType)
    {
        string what = $"ProcessListener<{itemType}>";
        (SafeDescriptor descriptor, byte[] state) = SocketBroker.Fetch(ParcelNote.Read(ref reader, typeHash, what), what);
        Socket socket = TravelledSocket.Adopt(descriptor);
        try
        {
            return new SocketListener(socket, state, typeHash, itemType);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    public void Move(ref WireWriter writer)
    {
        if (_options.ServerTls is not null)
        {
            throw new UnserializableValueException(
                "A listener with TLS cannot be passed to another process: its certificate's private key and its callbacks are in this one. Let the other process listen itself.");
        }

        Travel.ThrowIfFull(writer.Travellers, MaxPending + 1);
        Stop();
        try
        {
            using WireBuffer state = new(int.MaxValue);
            WriteState(state, writer.Keeper, writer.Travellers);
            _parcel = SocketBroker.Post(_socket.SafeHandle, state.WrittenSpan, _adoptedFile ?? SocketFile.PathOf(EndPoint));
            _parcel.WriteNote(ref writer, _typeHash);
        }
        catch
        {
            _parcel?.TryTakeBack();
            Resume();
            throw;
        }

        if (!_parcel.IsToldOf(this, writer.Keeper, writer.Travellers))
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

    private void Stop()
    {
        lock (_gate)
        {
            if (_isClosed)
            {
                throw Closed();
            }

            _isClosed = true;
        }

        _round.Stop(StopLimit);
        _moving = _round.End();
    }

    private void WriteState(WireBuffer state, IReferenceKeeper? keeper, List<ITraveller>? travellers)
    {
        WireWriter writer = new(state);
        writer.WriteArrayHeader(StateFields);
        string? file = _adoptedFile ?? SocketFile.PathOf(EndPoint);
        writer.WriteString(file ?? AddressText.Format(EndPoint));
        writer.WriteString(file);
        writer.WriteBinary((_options.AuthKey ?? TreeKey.Value).Span);
        writer.WriteInt64(_options.HandshakeTimeout.Ticks);
        writer.WriteInt64(_options.MaxMessageSize);
        writer.WriteBoolean(_options.RequireSameUser);

        // One that nobody can take any more, such as one whose other side speaks something else, is closed.
        List<SocketChannel> sound = [.. _moving.Where(static channel => channel.CanMove)];
        _moving.Except(sound).ToList().ForEach(static channel => channel.Close());
        _moving = sound;
        writer.WriteArrayHeader(sound.Count);
        foreach (SocketChannel channel in sound)
        {
            channel.Move(ref writer, keeper, travellers);
        }

        writer.Flush();
    }

    // Those that were to travel with it are here again as well, or will be: each has been told by itself.
    private void Resume()
    {
        _parcel = null;
        _round = new Round(this, _moving);
        _moving = [];
        _isClosed = false;
    }

    private void Left()
    {
        HostPlatform.Current.ForgetReadiness(_socket.SafeHandle);
        if (_socket.AddressFamily == AddressFamily.Unix)
        {
            // Closes it, and leaves its file, which Dispose and the finalizer would delete.
#pragma warning disable CA1816
            GC.SuppressFinalize(_socket);
#pragma warning restore CA1816
            _socket.SafeHandle.Dispose();
        }
        else
        {
            _socket.Dispose();
        }

        _moving = [];
    }
}
