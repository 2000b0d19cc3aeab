using System.Runtime.InteropServices;

namespace ProcGen.Acceptance;

/// <summary>Targets that go wrong.</summary>
public static partial class FaultJobs
{
    [ProcessTarget]
    public static int ThrowKnown(string message) => throw new ArgumentException(message, nameof(message));

    [ProcessTarget]
    public static int ThrowInner() => throw new InvalidOperationException("outer", new FileNotFoundException("inner", "lost.txt"));

    [ProcessTarget]
    public static int ThrowForeign() => throw new ForeignException("foreign", 5);

    [ProcessTarget]
    public static int ThrowDeclared() => throw new DeclaredException("declared", 5);

    [ProcessTarget]
    public static async Task<int> ThrowLaterAsync()
    {
        await Task.Yield();
        throw new InvalidOperationException("later");
    }

    [ProcessTarget]
    public static int Overflow(int depth) => depth < 0 ? 0 : Overflow(depth + 1) + 1;

    [ProcessTarget]
    public static int FailFast(string message)
    {
        Environment.FailFast(message);
        return 0;
    }

    /// <summary>An exception on a thread that nobody waits for.</summary>
    [ProcessTarget]
    public static int ThrowElsewhere()
    {
        new Thread(static () => throw new InvalidOperationException("elsewhere")).Start();
        Thread.Sleep(Timeout.Infinite);
        return 0;
    }

    /// <summary>Crashes in native code.</summary>
    [ProcessTarget]
    public static int Crash(bool byAbort)
    {
        if (byAbort)
        {
            abort();
        }

        return (int)strlen(16);
    }

    [ProcessTarget]
    public static int Raise(int signal)
    {
        Console.Error.WriteLine("last words");
        ProcessTest.Raise(signal);
        Thread.Sleep(Timeout.Infinite);
        return 0;
    }

    [ProcessTarget]
    public static int ExitWith(int code)
    {
        Console.Error.WriteLine("last words");
        Environment.Exit(code);
        return 0;
    }

    [ProcessTarget]
    public static int Hoard()
    {
        List<byte[]> kept = [];
        while (true)
        {
            byte[] block = new byte[1 << 20];
            block.AsSpan().Fill(1);
            kept.Add(block);
        }
    }

    [ProcessTarget]
    public static byte[] Make(int size) => new byte[size];

    [ProcessTarget]
    public static int Measure(byte[] bytes) => bytes.Length;

    [ProcessTarget]
    public static string NameOf(Shape shape) => shape.Name;

    [ProcessTarget]
    public static int[] AllWithAProgress(IProgress<Shape> shapes)
    {
        shapes.Report(new Circle("round", 1));
        return [1];
    }

    [ProcessTarget]
    public static long HeapLimitHere(int depth) =>
        depth == 0 ? GC.GetGCMemoryInfo().TotalAvailableMemoryBytes : HeapLimitHereProcess.RunAsync(depth - 1).GetAwaiter().GetResult();

    [LibraryImport("libc")]
    private static partial void abort();

    [LibraryImport("libc")]
    private static partial nint strlen(nint text);
}

public sealed class ForeignException(string message, int number) : Exception(message)
{
    public int Number { get; } = number;
}

[ProcessException]
public sealed class DeclaredException(string message, int number) : Exception(message)
{
    public int Number { get; } = number;
}
