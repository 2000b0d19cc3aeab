namespace ProcGen.Acceptance;

/// <summary>Targets for workers of pools.</summary>
public static partial class PoolJobs
{
    [ProcessTarget]
    public static int Square(int number) => number * number;

    [ProcessTarget]
    public static int Power(int number, int exponent = 2) => (int)Math.Pow(number, exponent);

    [ProcessTarget]
    public static int OwnId() => Environment.ProcessId;

    [ProcessTarget]
    public static int Read(Moody argument) => argument.Value;

    /// <summary>Says which worker runs it and does not end by itself.</summary>
    [ProcessTarget]
    public static int Hang(IProgress<int> running)
    {
        running.Report(Environment.ProcessId);
        Thread.Sleep(Timeout.Infinite);
        return 0;
    }

    [ProcessTarget]
    public static async Task<int> WaitAsync(IProgress<int> running, CancellationToken cancellationToken = default)
    {
        running.Report(Environment.ProcessId);
        await Task.Delay(Timeout.Infinite, cancellationToken);
        return 0;
    }

    [ProcessTarget]
    public static int Exit(int code)
    {
        Environment.Exit(code);
        return 0;
    }

    [ProcessTarget]
    public static int Throw(string message) => throw new InvalidOperationException(message);

    /// <summary>Dies at the first attempts.</summary>
    [ProcessTarget]
    public static int DieUntil(int attempt)
    {
        if (CallInfo.Current!.Attempt < attempt)
        {
            ProcessTest.Raise(9);
            Thread.Sleep(Timeout.Infinite);
        }

        return CallInfo.Current.Attempt;
    }

    /// <summary>Uses a pool of its own.</summary>
    [ProcessTarget]
    public static int[] Nested(int[] numbers)
    {
        using ProcessPool pool = new(2);
        return pool.PoolJobs.MapSquare(numbers);
    }

    [ProcessTarget]
    public static string NameOf(Shape shape) => shape.Name;

    [ProcessTarget]
    public static async IAsyncEnumerable<int> Count(int count)
    {
        for (int i = 0; i < count; i++)
        {
            yield return i;
        }

        await Task.Yield();
    }
}

/// <summary>An argument whose own code may throw while it is written.</summary>
public sealed class Moody
{
    public required bool Throws { get; init; }

    public int Value
    {
        get => Throws ? throw new InvalidOperationException("not in the mood") : field;
        init;
    }
}
