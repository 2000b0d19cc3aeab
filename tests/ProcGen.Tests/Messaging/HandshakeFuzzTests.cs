using System.Security.Authentication;
using ProcGen.Messaging;

namespace ProcGen.Tests.Messaging;

/// <summary>Hundreds of thousands of conversations in which one side says something else than it should: each ends for the other in a value or one typed exception.</summary>
/// <remarks>In memory: the other side is a script, which answers what it is told as one who has the key would, and then changes the answer.</remarks>
public class HandshakeFuzzTests
{
    private const int Inputs = 400_000;
    private const int Threads = 4;
    private const ulong Type = 7;
    private const int PeerLimit = 2000;
    private const int MostAllocated = 256 * 1024;

    private static readonly byte[] Key = [.. "a key"u8];

    [Fact]
    public void Conversations_that_were_changed_end_in_a_value_or_a_typed_exception()
    {
        long[] accepted = new long[Threads], refused = new long[Threads];
        Parallel.For(0, Threads, thread =>
        {
            Random random = new(thread);
            Script script = new();
            for (int input = 0; input < Inputs / Threads; input++)
            {
                int seed = random.Next();
                try
                {
                    script.Begin(new Random(seed));
                    (Run(script) ? accepted : refused)[thread]++;
                }
                catch (Exception exception)
                {
                    throw new InvalidOperationException($"Repeat with script.Begin(new Random({seed})).", exception);
                }
            }
        });
        Assert.Equal(Inputs, accepted.Sum() + refused.Sum());
        Assert.InRange(accepted.Sum(), Inputs / 20, Inputs / 2);
    }

    /// <summary>Whether the script was let in.</summary>
    private static bool Run(Script script)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        Task<int> run = script.IsServer
            ? HandshakeRun.ConnectAsync(script, "somebody", Key, default, 1000, Type, CancellationToken.None)
            : HandshakeRun.ServeAsync(script, "somebody", Key, default, 1000, Type, CancellationToken.None);
        Assert.True(run.IsCompleted, "It waits for more than the script will ever say.");
        Exception? exception = run.Exception?.InnerException;
        Assert.True(exception is null or AuthenticationException or ProtocolException or EndOfStreamException, $"{exception}");
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < MostAllocated);
        if (exception is not null)
        {
            return false;
        }

        // Only one that has said all it should is let in, and what it said about itself is believed as it was said.
        Assert.False(script.HasLied);
        Assert.Equal(PeerLimit, run.Result);
        return true;
    }

    /// <summary>The other side: writes are what it hears, reads what it says.</summary>
    private sealed class Script : Stream
    {
        private readonly byte[] _heard = new byte[256];
        private readonly byte[] _says = new byte[512];
        private Random _random = new(0);
        private byte[] _hello = [];
        private int _heardLength;
        private int _saysLength;
        private int _said;
        private int _steps;
        private int _liesAt;
        private int _pieces;

        public bool IsServer { get; private set; }

        /// <summary>Whether it has said anything that matters and is not so.</summary>
        public bool HasLied { get; private set; }

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public void Begin(Random random)
        {
            _random = random;
            (_heardLength, _saysLength, _said, _steps) = (0, 0, 0, 0);
            IsServer = random.Next(2) == 0;
            _liesAt = random.Next(4);
            _pieces = random.Next(3);
            HasLied = false;
        }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (_said == _saysLength)
            {
                Say();
            }

            // Of any size, and at times the next message comes with the end of this one.
            int wanted = _pieces switch { 0 => 1, 1 => _random.Next(1, 20), _ => buffer.Length };
            int count = Math.Min(Math.Min(wanted, buffer.Length), _saysLength - _said);
            _says.AsSpan(_said, count).CopyTo(buffer.Span);
            _said += count;
            return new(count);
        }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            buffer.Span.CopyTo(_heard.AsSpan(_heardLength));
            _heardLength += buffer.Length;
            return default;
        }

        public override void Flush() => throw new NotSupportedException();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        // The hello; the proof, or the verdict with the proof; the client's verdict. Then it ends.
        private void Say()
        {
            // Not there yet where the script's own was cut: then this is as good as any.
            ReadOnlySpan<byte> heard = _heard.AsSpan(0, Handshake.HelloSize);
            byte[] next = (IsServer, _steps) switch
            {
                (_, 0) => _hello = Handshake.NewHello(PeerLimit, Type),
                (true, 1) => Handshake.Accept(Handshake.Prove(isServer: true, Key, heard, _hello, [])),
                (false, 1) => Handshake.Prove(isServer: false, Key, _hello, heard, []),
                (false, 2) => Handshake.Accept([]),
                _ => [],
            };
            next.CopyTo(_says, 0);
            (_said, _saysLength) = (0, next.Length);
            if (_steps == _liesAt && next.Length > 0)
            {
                for (int changes = _random.Next(1, 4); changes > 0 && _saysLength > 0; changes--)
                {
                    _saysLength = Mutation.Apply(_random, _says, _saysLength, lengthAt: 16);
                }

                // What comes behind the client's last word, or with it, says nothing.
                ReadOnlySpan<byte> said = _says.AsSpan(0, Math.Min(_saysLength, next.Length));
                HasLied = (IsServer, _steps) == (false, 2) ? said.Length < next.Length || said[0] != next[0] : !said.SequenceEqual(next);
            }

            _steps++;
        }
    }
}
