using System.Net.Sockets;
using ProcGen.Platform;

namespace ProcGen.Messaging;

/// <summary>Makes a socket of .NET's out of one that came from another process.</summary>
internal static class TravelledSocket
{
    public static Socket Adopt(SafeDescriptor descriptor)
    {
        SafeSocketHandle handle = new(descriptor.Detach(), ownsHandle: true);
        try
        {
            // As .NET sees it: the open file itself has not blocked since its first process waited for it without a thread.
            return new Socket(handle) { Blocking = true };
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    /// <summary>What is read from a socket; nothing, if its other side has gone meanwhile.</summary>
    public static Stream StreamOf(Socket socket)
    {
        try
        {
            return new NetworkStream(socket, ownsSocket: false);
        }
        catch (IOException)
        {
            return Stream.Null;
        }
    }
}
