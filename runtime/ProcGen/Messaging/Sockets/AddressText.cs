using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace ProcGen.Messaging;

/// <summary>Addresses as text, so that they can be given to other processes: <c>/path</c> and <c>@name</c> are Unix sockets, <c>host:port</c> is TCP.</summary>
internal static class AddressText
{
    /// <exception cref="ArgumentException">It is no address, or none of this system.</exception>
    public static EndPoint Parse(string address)
    {
        ArgumentException.ThrowIfNullOrEmpty(address);
        if (address.StartsWith(@"\\", StringComparison.Ordinal))
        {
            throw new ArgumentException($"'{address}' is a named pipe of Windows, which ProcGen has no connections over yet. Use a path, '@name' or 'host:port'.", nameof(address));
        }

        if (address[0] == '@')
        {
            return new UnixDomainSocketEndPoint($"\0{address[1..]}");
        }

        if (address.Contains('/', StringComparison.Ordinal))
        {
            return new UnixDomainSocketEndPoint(address);
        }

        if (IPEndPoint.TryParse(address, out IPEndPoint? numeric) && address.Contains(':', StringComparison.Ordinal))
        {
            return numeric;
        }

        int colon = address.LastIndexOf(':');
        return colon > 0 && ushort.TryParse(address.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out ushort port)
            ? new DnsEndPoint(address[..colon], port)
            : throw new ArgumentException($"'{address}' is no address. Use a path with a '/', '@name' for a Unix socket without a file, or 'host:port'.", nameof(address));
    }

    public static string Format(EndPoint endPoint) => endPoint switch
    {
        UnixDomainSocketEndPoint unix => unix.ToString(),
        DnsEndPoint name => string.Create(CultureInfo.InvariantCulture, $"{name.Host}:{name.Port}"),
        _ => endPoint.ToString() ?? "",
    };

    public static Socket NewSocket(EndPoint endPoint) => endPoint switch
    {
        UnixDomainSocketEndPoint => new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified),
        IPEndPoint numeric => new Socket(numeric.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true },
        _ => new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true },
    };
}
