using System.Security.Authentication;
using System.Threading.Channels;
using CsCheck;
using ProcGen.Messaging;

namespace ProcGen.Tests.Messaging;

/// <summary>The handshake between two sides of a socket, and with somebody in between.</summary>
public class HandshakeTests
{
    private const ulong Type = 7;

    private static readonly byte[] Key = [1, 2, 3];

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(32)]
    [InlineData(1000)]
    public async Task Both_sides_agree_when_their_keys_are_the_same(int keyLength)
    {
        byte[] key = new byte[keyLength];
        (object server, object client) = await Meet(key, key);
        Assert.Equal((2000, 1000), (server, client));
    }

    [Fact]
    public async Task Both_sides_are_told_when_the_keys_differ()
    {
        (object server, object client) = await Meet([1], [2]);
        Assert.IsType<AuthenticationException>(server);
        Assert.IsType<AuthenticationException>(client);
    }

    [Fact]
    public async Task Items_of_another_type_are_told_apart()
    {
        (object server, object client) = await Meet(Key, Key, clientType: 8);
        Assert.IsType<ProtocolException>(server);
        Assert.IsType<ProtocolException>(client);
    }

    [Fact]
    public async Task A_server_without_the_key_is_found_out()
    {
        (Duplex here, Duplex there) = Duplex.NewPair();
        Task<int> client = HandshakeRun.ConnectAsync(there, "somebody", Key, default, 1000, Type, CancellationToken.None);
        await here.ReadExactlyAsync(new byte[Handshake.HelloSize], TestContext.Current.CancellationToken);
        await here.WriteAsync(Handshake.NewHello(1000, Type), TestContext.Current.CancellationToken);
        byte[] proof = new byte[Handshake.ProofSize];
        await here.ReadExactlyAsync(proof, TestContext.Current.CancellationToken);

        // The best that it can do is to send the client's own proof back.
        await here.WriteAsync(Handshake.Accept(proof), TestContext.Current.CancellationToken);
        await Assert.ThrowsAsync<AuthenticationException>(() => client);
        byte[] verdict = new byte[Handshake.VerdictSize];
        await here.ReadExactlyAsync(verdict, TestContext.Current.CancellationToken);
        Assert.False(Handshake.IsAccepted(verdict));
    }

    [Fact]
    public async Task What_was_said_in_one_conversation_is_worth_nothing_in_another()
    {
        List<byte[]> said = [];
        await Meet(Key, Key, between: (isClient, bytes) =>
        {
            if (isClient)
            {
                said.Add([.. bytes]);
            }

            return bytes;
        });
        (Duplex here, Duplex there) = Duplex.NewPair();
        Task<int> server = HandshakeRun.ServeAsync(there, "somebody", Key, default, 1000, Type, CancellationToken.None);
        foreach (byte[] bytes in said)
        {
            await here.WriteAsync(bytes, TestContext.Current.CancellationToken);
        }

        await Assert.ThrowsAsync<AuthenticationException>(() => server);
    }

    [Fact]
    public async Task A_certificate_of_somebody_in_between_is_found_out()
    {
        (Duplex here, Duplex there) = Duplex.NewPair();
        Task<int> server = HandshakeRun.ServeAsync(here, "somebody", Key, new byte[] { 1 }, 1000, Type, CancellationToken.None);
        Task<int> client = HandshakeRun.ConnectAsync(there, "somebody", Key, new byte[] { 2 }, 1000, Type, CancellationToken.None);
        await Assert.ThrowsAsync<AuthenticationException>(() => server);
        await Assert.ThrowsAsync<AuthenticationException>(() => client);
    }

    // Each byte of each message but the last, whose zeros say nothing.
    [Fact]
    public async Task Whatever_is_changed_on_the_way_is_noticed_by_both()
    {
        foreach ((bool isClient, int number, int size) in ((bool, int, int)[])[(true, 0, Handshake.HelloSize), (false, 0, Handshake.HelloSize), (true, 1, Handshake.ProofSize), (false, 1, Handshake.VerdictSize)])
        {
            for (int position = 0; position < size; position++)
            {
                int seen = 0;
                (object server, object client) = await Meet(Key, Key, between: (fromClient, bytes) =>
                {
                    if (fromClient == isClient && seen++ == number)
                    {
                        bytes = [.. bytes];
                        bytes[position] ^= 0x10;
                    }

                    return bytes;
                });
                Assert.IsAssignableFrom<Exception>(server);
                Assert.IsAssignableFrom<Exception>(client);
            }
        }
    }

    [Fact]
    public void Any_conversation_ends_in_a_value_or_a_typed_error() => Gen.Select(Gen.Bool, Gen.Int[0, 2], Gen.Int[0, 80], Gen.Byte, Gen.Int[0, 3]).Sample(
        static (isClient, number, position, value, deed) =>
        {
            int seen = 0;
            (object server, object client) = Meet(Key, Key, between: (fromClient, bytes) =>
            {
                if (fromClient != isClient || seen++ != number)
                {
                    return bytes;
                }

                int at = Math.Min(position, bytes.Length - 1);
                return deed switch
                {
                    0 => [.. bytes[..at], value, .. bytes[(at + 1)..]],
                    1 => bytes[..at],
                    2 => [.. bytes[..at], .. bytes],
                    _ => [],
                };
            }).GetAwaiter().GetResult();
            Assert.All([server, client], static end => Assert.True(end is int or AuthenticationException or ProtocolException or EndOfStreamException or IOException, end.ToString()));
        },
        iter: 5_000,
        threads: 1);

    private static async Task<(object Server, object Client)> Meet(byte[] serverKey, byte[] clientKey, ulong clientType = Type, Func<bool, byte[], byte[]>? between = null)
    {
        (Duplex here, Duplex there) = Duplex.NewPair(between);
        Task<object> server = End(HandshakeRun.ServeAsync(here, "somebody", serverKey, default, 1000, Type, CancellationToken.None), here);
        Task<object> client = End(HandshakeRun.ConnectAsync(there, "somebody", clientKey, default, 2000, clientType, CancellationToken.None), there);
        return (await server, await client);

        // As in life: who gives up closes, and so does who is done.
        static async Task<object> End(Task<int> side, Duplex stream)
        {
            try
            {
                return await side;
            }
            catch (Exception exception)
            {
                return exception;
            }
            finally
            {
                stream.Close();
            }
        }
    }

    /// <summary>One side of a stream in memory. What it writes passes somebody who may change it.</summary>
    private sealed class Duplex(Channel<byte[]> incoming, Channel<byte[]> outgoing, Func<byte[], byte[]> between) : Stream
    {
        private ReadOnlyMemory<byte> _rest;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public static (Duplex Server, Duplex Client) NewPair(Func<bool, byte[], byte[]>? between = null)
        {
            between ??= static (_, bytes) => bytes;
            Channel<byte[]> toServer = Channel.CreateUnbounded<byte[]>(), toClient = Channel.CreateUnbounded<byte[]>();
            return (new Duplex(toServer, toClient, bytes => between(false, bytes)), new Duplex(toClient, toServer, bytes => between(true, bytes)));
        }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            while (_rest.IsEmpty)
            {
                if (!await incoming.Reader.WaitToReadAsync(cancellationToken))
                {
                    return 0;
                }

                _rest = await incoming.Reader.ReadAsync(cancellationToken);
            }

            int count = Math.Min(buffer.Length, _rest.Length);
            _rest[..count].CopyTo(buffer);
            _rest = _rest[count..];
            return count;
        }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            byte[] passed = between(buffer.ToArray());
            outgoing.Writer.TryWrite(passed);
            if (passed.Length < buffer.Length)
            {
                Close();
            }

            return default;
        }

        public override void Close() => outgoing.Writer.TryComplete();

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
