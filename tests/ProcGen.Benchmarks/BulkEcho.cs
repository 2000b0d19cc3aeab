using System.Buffers.Binary;
using System.Diagnostics;
using System.Net.Sockets;

namespace ProcGen.Benchmarks;

/// <summary>
/// The physical limit of a call with a large argument and result: that many bytes over a Unix socket, all of them, and back, into a new array on
/// both sides, as a call must make them.
/// </summary>
internal sealed class BulkEcho : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"procgen-bulk-{Environment.ProcessId}.sock");
    private readonly Process _process;
    private readonly Socket _socket;

    public BulkEcho()
    {
        File.Delete(_path);
        using Socket listener = NewSocket();
        listener.Bind(new UnixDomainSocketEndPoint(_path));
        listener.Listen(1);
        _process = Process.Start(Itself.As("echo-bulk", _path))!;
        _socket = listener.Accept();
        File.Delete(_path);
    }

    /// <summary>The other side: sends back what it gets until the end.</summary>
    public static int Serve(string path)
    {
        using Socket socket = NewSocket();
        socket.Connect(new UnixDomainSocketEndPoint(path));
        while (Receive(socket) is { } load)
        {
            Send(socket, load);
        }

        return 0;
    }

    public byte[] RoundTrip(byte[] load)
    {
        Send(_socket, load);
        return Receive(_socket) ?? throw new InvalidOperationException("The other side has ended.");
    }

    public void Dispose()
    {
        _socket.Dispose();
        _process.WaitForExit();
        _process.Dispose();
    }

    private static Socket NewSocket() => new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);

    private static void Send(Socket socket, ReadOnlySpan<byte> load)
    {
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(length, load.Length);
        socket.Send(length);
        while (!load.IsEmpty)
        {
            load = load[socket.Send(load)..];
        }
    }

    private static byte[]? Receive(Socket socket)
    {
        Span<byte> length = stackalloc byte[sizeof(int)];
        if (!Fill(socket, length))
        {
            return null;
        }

        byte[] load = GC.AllocateUninitializedArray<byte>(BinaryPrimitives.ReadInt32LittleEndian(length));
        return Fill(socket, load) ? load : null;
    }

    private static bool Fill(Socket socket, Span<byte> rest)
    {
        while (!rest.IsEmpty)
        {
            int count = socket.Receive(rest);
            if (count == 0)
            {
                return false;
            }

            rest = rest[count..];
        }

        return true;
    }
}
