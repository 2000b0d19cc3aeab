using System.Diagnostics;

namespace ProcGen.Benchmarks;

/// <summary>64 bytes there and back between two .NET processes over two pipes of the system, both sides blocking.</summary>
internal sealed class PipeEcho : IDisposable
{
    private const int Size = 64;

    private readonly Process _process = Start();
    private readonly byte[] _buffer = new byte[Size];

    /// <summary>The other side: sends back what it gets until the end.</summary>
    public static int Serve()
    {
        using Stream input = Console.OpenStandardInput(), output = Console.OpenStandardOutput();
        byte[] buffer = new byte[Size];
        while (input.ReadAtLeast(buffer, Size, throwOnEndOfStream: false) == Size)
        {
            output.Write(buffer);
        }

        return 0;
    }

    public void RoundTrip()
    {
        Stream to = _process.StandardInput.BaseStream;
        to.Write(_buffer);
        to.Flush();
        _process.StandardOutput.BaseStream.ReadExactly(_buffer);
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }

    private static Process Start()
    {
        ProcessStartInfo start = Itself.As("echo-pipe");
        start.RedirectStandardInput = start.RedirectStandardOutput = true;
        return Process.Start(start)!;
    }
}
