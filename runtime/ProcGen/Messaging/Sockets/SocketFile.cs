using System.Net;
using System.Net.Sockets;

namespace ProcGen.Messaging;

/// <summary>The file of a Unix socket that listens: it goes with the listener, wherever that is by then.</summary>
internal static class SocketFile
{
    /// <summary>The full path of the file that a listener on this address has; null for none.</summary>
    public static string? PathOf(EndPoint address) =>
        address is UnixDomainSocketEndPoint unix && unix.ToString() is { Length: > 0 } path && path[0] is not ('@' or '\0') ? Path.GetFullPath(path) : null;

    public static void Delete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It is in nobody's way: nobody answers there.
        }
    }
}
