using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;

namespace ProcGen.Messaging;

// What a ProcessListener<T> stands on: accepts ahead, and makes what came known to each other before anybody is given it.
//
// A round is what goes on between two stops: one for each listener, and another where it was to move to another process and did not.
internal sealed partial class SocketListener
{
    // Those with whom a handshake is under way, or that nobody has accepted yet. More wait in the system's backlog. So many failures are kept for
    // those who accept; of a flood the rest is dropped, so that it keeps nobody out.
    private const int MaxPending = 64;

    private readonly Lock _gate = new();
    private readonly ConnectionOptions _options;
    private readonly Socket _socket;
    private readonly ulong _typeHash;

    // Nothing is accepted as long as the system has no descriptors: to ask it again at once would only keep a processor busy.
    private static readonly TimeSpan PauseWithoutDescriptors = TimeSpan.FromMilliseconds(100);

    // The file of a socket that came from another process. One that was made here is deleted by .NET.
    private readonly string? _adoptedFile;
    private volatile Round _round;
    private volatile bool _isClosed;

    public SocketListener(EndPoint address, ConnectionOptions options, ulong typeHash)
    {
        _options = options;
        _typeHash = typeHash;
        EndPoint own = address is DnsEndPoint name ? new IPEndPoint(Dns.GetHostAddresses(name.Host)[0], name.Port) : address;
        _socket = AddressText.NewSocket(own);
        try
        {
            _socket.Bind(own);
            _socket.Listen(_options.Backlog);
        }
        catch
        {
            _socket.Dispose();
            throw;
        }

        EndPoint = _socket.LocalEndPoint ?? own;
        _round = new Round(this, []);
    }

    public EndPoint EndPoint { get; }

    public bool IsClosed => _isClosed;

    public async Task<(SocketChannel Channel, EndPoint? From)> AcceptAsync(CancellationToken cancellationToken)
    {
        Round round = _round;
        if (_isClosed)
        {
            throw Closed();
        }

        Outcome outcome;
        try
        {
            outcome = await round.Outcomes.Reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (ChannelClosedException)
        {
            throw Closed();
        }

        round.Took(outcome);
        if (outcome.Failure is not null)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(outcome.Failure);
        }

        return (outcome.Channel!, outcome.From);
    }

    public void Close()
    {
        lock (_gate)
        {
            if (_isClosed)
            {
                return;
            }

            _isClosed = true;
        }

        _round.Cancel();
        _socket.Dispose();
        foreach (SocketChannel channel in _round.End())
        {
            channel.Close();
        }

        if (_adoptedFile is not null)
        {
            SocketFile.Delete(_adoptedFile);
        }
    }

    private static ObjectDisposedException Closed() => new("ProcessListener", "The listener was closed in this process, or passed to another.");

    private readonly record struct Outcome(SocketChannel? Channel, Exception? Failure, EndPoint? From);

    private sealed class Round
    {
        private readonly SocketListener _listener;
        private readonly CancellationTokenSource _listening = new();
        private readonly CancellationTokenSource _receiving = new();
        private readonly SemaphoreSlim _room;
        private readonly Task _task;
        private int _failures;

        // Guarded by this round's monitor, which is told when it becomes less.
        private int _handshakes;

        public Round(SocketListener listener, IReadOnlyCollection<SocketChannel> pending)
        {
            _listener = listener;
            _room = new SemaphoreSlim(MaxPending - Math.Min(pending.Count, MaxPending));
            foreach (SocketChannel channel in pending)
            {
                Outcomes.Writer.TryWrite(new Outcome(channel, null, channel.Peer));
            }

            _task = ListenAsync();
        }

        private string Address => AddressText.Format(_listener.EndPoint);

        public Channel<Outcome> Outcomes { get; } = Channel.CreateUnbounded<Outcome>();

        /// <summary>Somebody has accepted it.</summary>
        public void Took(in Outcome outcome)
        {
            if (outcome.Channel is not null)
            {
                _room.Release();
            }
            else
            {
                Interlocked.Decrement(ref _failures);
            }
        }

        public void Cancel()
        {
            _listening.Cancel();
            _receiving.Cancel();
        }

        /// <summary>Accepts no more, lets the handshakes that are under way end for so long, and ends the others.</summary>
        public void Stop(TimeSpan patience)
        {
            _listening.Cancel();
            _task.Wait(patience);
            lock (this)
            {
                long deadline = Environment.TickCount64 + (long)patience.TotalMilliseconds;
                while (_handshakes > 0 && deadline - Environment.TickCount64 is > 0 and var left)
                {
                    Monitor.Wait(this, (int)left);
                }
            }

            _receiving.Cancel();
        }

        /// <summary>Gives those back that nobody has accepted; whoever waits for one is told.</summary>
        public List<SocketChannel> End()
        {
            Outcomes.Writer.TryComplete();
            List<SocketChannel> rest = [];
            while (Outcomes.Reader.TryRead(out Outcome outcome))
            {
                if (outcome.Channel is { } channel)
                {
                    rest.Add(channel);
                }
            }

            return rest;
        }

        private async Task ListenAsync()
        {
            while (!_listening.IsCancellationRequested)
            {
                try
                {
                    await _room.WaitAsync(_listening.Token).ConfigureAwait(false);
                    Socket socket = await _listener._socket.AcceptAsync(_listening.Token).ConfigureAwait(false);
                    CountHandshake(1);
                    _ = ReceiveAsync(socket);
                }
                catch (SocketException exception) when (!_listening.IsCancellationRequested)
                {
                    // Such as a lack of descriptors, or one that went before it was accepted.
                    Tell(new IOException($"A connection could not be accepted at {Address}: {exception.Message}", exception));
                    if (exception.SocketErrorCode is SocketError.TooManyOpenSockets or SocketError.NoBufferSpaceAvailable)
                    {
                        await Task.Delay(PauseWithoutDescriptors, _listening.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                    }
                }
                catch (Exception exception) when (exception is OperationCanceledException or ObjectDisposedException or SocketException)
                {
                    return;
                }
            }
        }

        private async Task ReceiveAsync(Socket socket)
        {
            try
            {
                EndPoint? from = socket.RemoteEndPoint;
                string peer = from is IPEndPoint ? $"the client {from}" : $"a client of {Address}";
                if (socket.AddressFamily != AddressFamily.Unix)
                {
                    socket.NoDelay = true;
                }

                SocketChannel channel = await SocketSetup.RunAsync(socket, isServer: true, peer, _listener._options, _listener._typeHash, _receiving.Token).ConfigureAwait(false);
                if (!Outcomes.Writer.TryWrite(new Outcome(channel, null, from)))
                {
                    channel.Close();
                }
            }
            catch (Exception exception)
            {
                // Whatever it is, it is told to who accepts.
                Tell(exception);
            }

            CountHandshake(-1);
        }

        private void CountHandshake(int more)
        {
            lock (this)
            {
                _handshakes += more;
                Monitor.PulseAll(this);
            }
        }

        private void Tell(Exception failure)
        {
            _room.Release();
            if (Interlocked.Increment(ref _failures) > MaxPending || !Outcomes.Writer.TryWrite(new Outcome(null, failure, null)))
            {
                Interlocked.Decrement(ref _failures);
            }
        }
    }
}
