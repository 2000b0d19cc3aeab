using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ProcGen.Messaging;

/// <summary>
/// Addresses as text, so that they can be given to other processes: <c>/path</c> and <c>@name</c> are Unix sockets, <c>host:port</c> is TCP. Each may
/// have what it is in front, as in <c>unix:@name</c> and <c>tcp://host:port</c>.
/// </summary>
internal static class AddressText
{
    private const string UnixPrefix = "unix:";
    private const string TcpPrefix = "tcp://";
    private const int LongestPath = 107;

    /// <exception cref="ArgumentException">It is no address, or none of this system.</exception>
    public static EndPoint Parse(string address)
    {
        ArgumentException.ThrowIfNullOrEmpty(address);
        if (address.StartsWith(@"\\", StringComparison.Ordinal))
        {
            throw new ArgumentException($"'{address}' is a named pipe of Windows, which ProcGen has no connections over yet. Use a path, '@name' or 'host:port'.", nameof(address));
        }

        if (address.StartsWith(UnixPrefix, StringComparison.OrdinalIgnoreCase) && address.Length > UnixPrefix.Length)
        {
            return ParseUnix(address[UnixPrefix.Length..]);
        }

        string host = address.StartsWith(TcpPrefix, StringComparison.OrdinalIgnoreCase) ? address[TcpPrefix.Length..] : address;
        if (host.Length == address.Length && (address[0] == '@' || address.Contains('/', StringComparison.Ordinal)))
        {
            return ParseUnix(address);
        }

        if (IPEndPoint.TryParse(host, out IPEndPoint? numeric) && host.Contains(':', StringComparison.Ordinal))
        {
            return numeric;
        }

        int colon = host.LastIndexOf(':');
        return colon > 0 && ushort.TryParse(host.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out ushort port)
            ? new DnsEndPoint(host[..colon], port)
            : throw new ArgumentException($"'{address}' is no address. Use a path with a '/', '@name' for a Unix socket without a file, or 'host:port'.", nameof(address));
    }

    /// <summary>Where one that listens at an address is found from this machine: one that listens on all of them, on the machine's own.</summary>
    public static EndPoint ToConnectTo(EndPoint address) => address switch
    {
        IPEndPoint { Address: var any } numeric when any.Equals(IPAddress.Any) => new IPEndPoint(IPAddress.Loopback, numeric.Port),
        IPEndPoint { Address: var any } numeric when any.Equals(IPAddress.IPv6Any) => new IPEndPoint(IPAddress.IPv6Loopback, numeric.Port),
        _ => address,
    };

    public static string Format(EndPoint endPoint) => endPoint switch
    {
        UnixDomainSocketEndPoint unix => unix.ToString(),
        DnsEndPoint name => string.Create(CultureInfo.InvariantCulture, $"{name.Host}:{name.Port}"),
        _ => endPoint.ToString() ?? "",
    };

    // A path that is not whole is found by processes of this folder only, and is made whole where there is room for it.
    private static UnixDomainSocketEndPoint ParseUnix(string address)
    {
        if (address[0] == '@')
        {
            return new UnixDomainSocketEndPoint($"\0{address[1..]}");
        }

        string whole = Path.GetFullPath(address);
        return new UnixDomainSocketEndPoint(Path.IsPathRooted(address) || Encoding.UTF8.GetByteCount(whole) > LongestPath ? address : whole);
    }

    public static Socket NewSocket(EndPoint endPoint) => endPoint switch
    {
        UnixDomainSocketEndPoint => new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified),
        IPEndPoint numeric => new Socket(numeric.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true },
        _ => new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true },
    };
}
