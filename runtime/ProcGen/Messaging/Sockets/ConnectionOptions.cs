using System.Net.Security;
using ProcGen.Serialization;
using ProcGen.Waiting;

namespace ProcGen;

/// <summary>What <see cref="ProcessListener{T}"/> and <see cref="ProcessClient"/> ask of each other.</summary>
public sealed record ConnectionOptions
{
    internal static readonly ConnectionOptions Default = new();

    /// <summary>The key that both sides must have; null for the key of this tree of processes (<c>ProcessInfo.AuthKey</c>). An empty one is a key, which everybody knows. Python: <c>authkey</c>.</summary>
    public ReadOnlyMemory<byte>? AuthKey { get; init; }

    /// <summary>How long the other side may take from the connection to the end of the handshake: positive, or <see cref="Timeout.InfiniteTimeSpan"/>. 10 seconds unless set.</summary>
    public TimeSpan HandshakeTimeout
    {
        get;
        init => field = Durations.Positive(value);
    } = TimeSpan.FromSeconds(10);

    /// <summary>How many bytes a message may have that the other side sends: not negative. 1 GiB unless set. The other side is told, and refuses to send larger ones.</summary>
    public int MaxMessageSize
    {
        get;
        init => field = Require.NotNegative(value);
    } = WireBuffer.DefaultLimit;

    /// <summary>Whether the process at the other end of a Unix socket must run as this process' user. True unless set.</summary>
    public bool RequireSameUser { get; init; } = true;

    /// <summary>How many that have connected, and are not accepted yet, the system keeps for a listener: positive. 128 unless set.</summary>
    public int Backlog
    {
        get;
        init => field = Require.Positive(value);
    } = 128;

    /// <summary>Encrypts what a listener accepts by TLS; null for not. The key is asked for all the same.</summary>
    public SslServerAuthenticationOptions? ServerTls { get; init; }

    /// <summary>Encrypts what a client connects by TLS; null for not. The key is asked for all the same.</summary>
    public SslClientAuthenticationOptions? ClientTls { get; init; }
}
