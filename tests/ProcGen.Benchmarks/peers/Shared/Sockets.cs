using System.Diagnostics;
using System.Net.Sockets;

namespace ProcGen.Benchmarks.Peers;

/// <summary>A Unix socket between the two sides.</summary>
internal static class Sockets
{
    public static string NewPath() => Path.Combine(Path.GetTempPath(), $"procgen-peer-{Environment.ProcessId}.sock");

    /// <summary>Listens, starts the other side, and waits until it has connected.</summary>
    public static (Process Server, NetworkStream Stream) Accept()
    {
        string path = NewPath();
        File.Delete(path);
        using Socket listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(path));
        listener.Listen(1);
        Process server = Dialogue.StartServer(path);
        NetworkStream stream = new(listener.Accept(), ownsSocket: true);
        File.Delete(path);
        return (server, stream);
    }

    public static NetworkStream Connect(string path)
    {
        Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Connect(new UnixDomainSocketEndPoint(path));
        return new NetworkStream(socket, ownsSocket: true);
    }
}
