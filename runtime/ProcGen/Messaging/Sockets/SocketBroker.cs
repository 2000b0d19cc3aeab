using System.Buffers.Binary;
using System.ComponentModel;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using ProcGen.Platform;
using ProcGen.Waiting;

namespace ProcGen.Messaging;

// Sockets on their way from this process to others.
//
// Queues and pipes lie in memory, which carries no descriptors. So a socket that is sent waits here, in the process that sent it, and the message
// carries a token. Who reads the message comes with that and is given the descriptor by the kernel. The broker begins with the first socket
// that is sent, and answers until this process ends, as a nameless socket under a random number.
//
// - A token is good once: who comes first has the socket, and for all others it is unknown. 128 random bits, given to nobody but in the message;
//   besides, both sides ask the kernel for the other's user and talk to nobody else.
// - Whoever drops a message says so (Travel.End): the socket is closed here, as an end of a pipe is.
// - A process that is gone has taken the sockets along that nobody had fetched: the receiver gets an error that names it.
//
// Answering is the reactor's work: it never waits. A visitor that says nothing is sent away when others come, or when there are too many.
//
// Who may write what: Parcels, whoever has Gate; the list of visitors, the reactor's thread.
internal sealed partial class SocketBroker : IReadinessHandler
{
    private const int HeaderSize = 1 + sizeof(int);
    private const int RequestSize = 1 + 16;
    private const int MaxVisitors = 64;
    private const byte Fetching = (byte)'F';
    private const byte Dropping = (byte)'D';
    private const byte Given = (byte)'G';
    private const byte Unknown = (byte)'U';

    // What a visitor may take to say what it wants, in milliseconds.
    private const long Patience = 5000;

    // How long a process that ends waits for its parent to take what it was sent as a result, in milliseconds.
    private const long ExitPatience = 2000;

    private static readonly Lock Gate = new();
    private static readonly Dictionary<UInt128, Parcel> Parcels = [];
    private static SocketBroker? s_current;

    private readonly SafeDescriptor _listener;
    private readonly Reactor.Registration _registration;
    private readonly List<Visit> _visitors = [];
    private readonly uint _number;

    private SocketBroker()
    {
        SafeDescriptor? listener;
        do
        {
            _number = BitConverter.ToUInt32(RandomNumberGenerator.GetBytes(sizeof(uint)));
            listener = HostPlatform.Current.BindName(NameOf(_number));
        }
        while (listener is null);
        _listener = listener;
        HostPlatform.Current.ListenOnName(listener);
        _registration = Reactor.Shared.Register(listener, this);
        _registration.Arm();
        AppDomain.CurrentDomain.ProcessExit += static (_, _) => End();
    }

    /// <summary>The number by which others find it. Begins it.</summary>
    public static uint Number
    {
        get
        {
            if (Volatile.Read(ref s_current) is { } current)
            {
                return current._number;
            }

            HostPlatform.Current.EnsureSupported();
            lock (Gate)
            {
                return (s_current ??= new SocketBroker())._number;
            }
        }
    }

    /// <summary>Takes a socket into custody. It stays the caller's as well, who closes it when the message has left.</summary>
    /// <inheritdoc cref="Parcel.Pack" path="/param"/>
    /// <inheritdoc cref="Parcel.Pack" path="/exception"/>
    public static Parcel Post(SafeHandle socket, ReadOnlySpan<byte> state, string? file = null)
    {
        _ = Number;
        Parcel parcel = Parcel.Pack(MemoryMarshal.Read<UInt128>(RandomNumberGenerator.GetBytes(16)), socket, state, file);
        lock (Gate)
        {
            Parcels.Add(parcel.Token, parcel);
        }

        return parcel;
    }

    /// <summary>Takes it out of custody. False when somebody has fetched it.</summary>
    public static bool TryRemove(UInt128 token) => Take(token) is not null;

    private static string NameOf(uint number) => string.Create(CultureInfo.InvariantCulture, $"travel/{number:x8}");

    private static Parcel? Take(UInt128 token)
    {
        lock (Gate)
        {
            return Parcels.Remove(token, out Parcel? parcel) ? parcel : null;
        }
    }

    void IReadinessHandler.OnReady()
    {
        try
        {
            while (HostPlatform.Current.Accept(_listener) is { } socket)
            {
                Receive(socket);
            }

            _registration.Arm();
        }
        catch (Win32Exception)
        {
            // Such as a lack of descriptors. Who came waits meanwhile.
            _registration.ArmLater();
        }
    }

    private void Receive(SafeDescriptor socket)
    {
        long now = Environment.TickCount64;
        while (_visitors.Count > 0 && (_visitors.Count >= MaxVisitors || now - _visitors[0].Since > Patience))
        {
            _visitors[0].End();
        }

        if (HostPlatform.Current.IsPeerOfSameUser(socket))
        {
            _visitors.Add(new Visit(this, socket, now));
            _visitors[^1].Begin();
        }
        else
        {
            socket.Dispose();
        }
    }

    private static void Answer(SafeDescriptor visitor, ReadOnlySpan<byte> request)
    {
        UInt128 token = request.Length == RequestSize ? MemoryMarshal.Read<UInt128>(request[1..]) : default;
        if (request.Length != RequestSize || request[0] is not (Fetching or Dropping) || Take(token) is not { } parcel)
        {
            _ = HostPlatform.Current.Send(visitor, [Unknown, 0, 0, 0, 0], wait: false);
            return;
        }

        byte[] answer = new byte[HeaderSize + parcel.State.Length];
        answer[0] = Given;
        BinaryPrimitives.WriteInt32LittleEndian(answer.AsSpan(1), parcel.StateLength);
        parcel.State.CopyTo(answer.AsSpan(HeaderSize));
        if (request[0] == Fetching && HostPlatform.Current.SendDescriptors(visitor, answer, parcel.Memory is { } memory ? [parcel.Socket, memory] : [parcel.Socket]))
        {
            parcel.Release();
        }
        else
        {
            parcel.Discard();
        }

        if (parcel.IsAwaited)
        {
            lock (ExitBell)
            {
                Monitor.PulseAll(ExitBell);
            }
        }
    }

    /// <summary>One that came, and has not said what it wants.</summary>
    private sealed class Visit : IReadinessHandler
    {
        private readonly SocketBroker _broker;
        private readonly SafeDescriptor _socket;
        private readonly Reactor.Registration _registration;

        public Visit(SocketBroker broker, SafeDescriptor socket, long since)
        {
            _broker = broker;
            _socket = socket;
            _registration = Reactor.Shared.Register(socket, this);
            Since = since;
        }

        public long Since { get; }

        public void Begin() => _registration.Arm();

        public void End()
        {
            _broker._visitors.Remove(this);
            _registration.Remove();
            _socket.Dispose();
        }

        void IReadinessHandler.OnReady()
        {
            // One more, to see that there is none.
            Span<byte> request = stackalloc byte[RequestSize + 1];
            try
            {
                Answer(_socket, request[..Math.Max(0, HostPlatform.Current.Receive(_socket, request, wait: false))]);
            }
            catch (Exception exception) when (exception is IOException or Win32Exception)
            {
                // It has gone.
            }

            End();
        }
    }
}
