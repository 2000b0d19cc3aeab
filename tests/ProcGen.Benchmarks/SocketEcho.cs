using System.Diagnostics;
using System.Net.Sockets;

namespace ProcGen.Benchmarks;

/// <summary>The physical limit of a call: 64 bytes there and back between two .NET processes over a Unix socket, both sides blocking.</summary>
internal sealed class SocketEcho : IDisposable
{
    private const int Size = 64;

    private readonly string _path = Path.Combine(Path.GetTempPath(), $"procgen-benchmark-{Environment.ProcessId}.sock");
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly Process _process;
    private readonly Socket _socket;
    private readonly byte[] _buffer = new byte[Size];

    public SocketEcho()
    {
        File.Delete(_path);
        _listener.Bind(new UnixDomainSocketEndPoint(_path));
        _listener.Listen(1);
        _process = Process.Start(Itself.As("echo", _path))!;
        _socket = _listener.Accept();
    }

    /// <summary>The process id of the other side.</summary>
    public int OtherId => _process.Id;

    /// <summary>The other side: sends back what it gets until the end.</summary>
    public static int Serve(string path)
    {
        using Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Connect(new UnixDomainSocketEndPoint(path));
        byte[] buffer = new byte[Size];
        while (Receive(socket, buffer))
        {
            socket.Send(buffer);
        }

        return 0;
    }

    public void RoundTrip()
    {
        _socket.Send(_buffer);
        Receive(_socket, _buffer);
    }

    public void Dispose()
    {
        _socket.Dispose();
        _listener.Dispose();
        File.Delete(_path);
        _process.WaitForExit();
        _process.Dispose();
    }

    private static bool Receive(Socket socket, byte[] buffer)
    {
        for (int received = 0; received < buffer.Length;)
        {
            int count = socket.Receive(buffer.AsSpan(received));
            if (count == 0)
            {
                return false;
            }

            received += count;
        }

        return true;
    }
}
