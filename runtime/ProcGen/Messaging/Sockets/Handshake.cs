using System.Buffers.Binary;
using System.Security.Cryptography;

namespace ProcGen.Messaging;

// Who two sides of a socket are to each other, before anything else is believed. Pure: knows no sockets. All messages have a fixed size, so there
// is no length that could be trusted too early.
//
//   client -> server   hello    what it speaks, how large messages it takes, which items it sends, 32 random bytes
//   server -> client   hello    the same
//   client -> server   proof    HMAC-SHA-256 by the key over: "client", both hellos, the TLS binding
//   server -> client   verdict  accepted, and the same with "server"; or refused, and zeros
//   client -> server   verdict  accepted; or refused
//
// - Both prove the key, and neither shows it. The client goes first, so that a stranger who only connects gets nothing to try keys against.
// - Each proof covers everything that was said, with the random bytes of both: it is worth nothing in another conversation (replay), as the
//   other side's (reflection), or after somebody in between has changed a hello (downgrade). There is one version and one algorithm.
// - Under TLS it covers the server's certificate: who sits between the two with a certificate of his own cannot pass the proofs on.
internal static class Handshake
{
    public const int HelloSize = 64;
    public const int ProofSize = HMACSHA256.HashSizeInBytes;
    public const int VerdictSize = 1 + ProofSize;

    private const byte Accepted = 1;
    private const byte TlsHandshake = 0x16;
    private const byte TlsVersion = 3;
    private const int NonceOffset = 32;
    private const int MaxSizeOffset = 16;
    private const int TypeOffset = 24;

    private static ReadOnlySpan<byte> Magic => "ProcGen 1\0\0\0\0\0\0\0"u8;

    public static byte[] NewHello(int maxMessageSize, ulong typeHash)
    {
        byte[] hello = new byte[HelloSize];
        Magic.CopyTo(hello);
        BinaryPrimitives.WriteInt32LittleEndian(hello.AsSpan(MaxSizeOffset), maxMessageSize);
        BinaryPrimitives.WriteUInt64LittleEndian(hello.AsSpan(TypeOffset), typeHash);
        RandomNumberGenerator.Fill(hello.AsSpan(NonceOffset));
        return hello;
    }

    /// <exception cref="ProtocolException">It is no hello of this version.</exception>
    public static void Check(ReadOnlySpan<byte> hello)
    {
        if (hello.Length != HelloSize || !hello.StartsWith(Magic) || MaxMessageSize(hello) < 0)
        {
            throw new ProtocolException("The other side speaks something else than this version of ProcGen.");
        }
    }

    /// <summary>Looks at as much of a hello as has come.</summary>
    /// <exception cref="ProtocolException">It is the beginning of something else.</exception>
    public static void CheckBeginning(ReadOnlySpan<byte> beginning)
    {
        int length = Math.Min(beginning.Length, Magic.Length);
        if (beginning[..length].SequenceEqual(Magic[..length]))
        {
            return;
        }

        ReadOnlySpan<byte> name = Magic[..Magic.IndexOf((byte)' ')];
        string what =
            beginning.StartsWith(name) ? "another version of ProcGen: use one version on both sides"
            : beginning[0] == TlsHandshake && (beginning.Length < 2 || beginning[1] == TlsVersion) ? $"TLS: set {nameof(ConnectionOptions)}.{nameof(ConnectionOptions.ServerTls)} and {nameof(ConnectionOptions.ClientTls)} on both sides, or on none"
            : IsHttp(beginning) ? "HTTP: this is no web server's address"
            : "something else than ProcGen";
        throw new ProtocolException($"The other side speaks {what}. It sent {Show(beginning[..Math.Min(beginning.Length, 32)])}.");
    }

    private static bool IsHttp(ReadOnlySpan<byte> beginning) =>
        beginning.StartsWith("GET "u8) || beginning.StartsWith("HEAD "u8) || beginning.StartsWith("POST "u8) || beginning.StartsWith("PUT "u8) || beginning.StartsWith("OPTIONS "u8)
        || beginning.StartsWith("CONNECT "u8) || beginning.StartsWith("DELETE "u8) || beginning.StartsWith("PRI * "u8) || beginning.StartsWith("HTTP/"u8);

    private static string Show(ReadOnlySpan<byte> bytes)
    {
        foreach (byte each in bytes)
        {
            if (each is (< (byte)' ' or > (byte)'~') and not ((byte)'\r' or (byte)'\n'))
            {
                return $"the bytes {Convert.ToHexString(bytes)}";
            }
        }

        return $"'{System.Text.Encoding.ASCII.GetString(bytes).ReplaceLineEndings("⏎")}'";
    }

    public static int MaxMessageSize(ReadOnlySpan<byte> hello) => BinaryPrimitives.ReadInt32LittleEndian(hello[MaxSizeOffset..]);

    public static ulong TypeHash(ReadOnlySpan<byte> hello) => BinaryPrimitives.ReadUInt64LittleEndian(hello[TypeOffset..]);

    public static byte[] Prove(bool isServer, ReadOnlySpan<byte> key, ReadOnlySpan<byte> clientHello, ReadOnlySpan<byte> serverHello, ReadOnlySpan<byte> binding)
    {
        using IncrementalHash hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        hash.AppendData(isServer ? "ProcGen proof of the server\0"u8 : "ProcGen proof of the client\0"u8);
        hash.AppendData(clientHello);
        hash.AppendData(serverHello);
        hash.AppendData(binding);
        return hash.GetHashAndReset();
    }

    public static bool IsProof(ReadOnlySpan<byte> said, ReadOnlySpan<byte> expected) => CryptographicOperations.FixedTimeEquals(said, expected);

    public static byte[] Accept(ReadOnlySpan<byte> proof)
    {
        byte[] verdict = new byte[VerdictSize];
        verdict[0] = Accepted;
        proof.CopyTo(verdict.AsSpan(1));
        return verdict;
    }

    public static byte[] Refuse() => new byte[VerdictSize];

    public static bool IsAccepted(ReadOnlySpan<byte> verdict) => verdict[0] == Accepted;
}
