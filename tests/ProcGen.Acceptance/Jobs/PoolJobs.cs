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
    public static string Text(int length) => new('x', length);

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

/// <summary>Targets that tell about the worker that they run in.</summary>
public static partial class WorkerJobs
{
    private static readonly WorkerState<Ledger> TheLedger = new(static () => new Ledger(null));
    private static string? s_greeting;
    private static byte[][] s_hoard = [];

    /// <summary>What an initializer may do: sets what later calls see, and notes that it ran.</summary>
    [ProcessTarget]
    public static void SetUp(string greeting, string? folder)
    {
        s_greeting = greeting;
        TheLedger.Value = new Ledger(folder);
        if (folder is not null)
        {
            File.AppendAllText(Path.Combine(folder, $"begun-{Environment.ProcessId}"), "x");
        }
    }

    [ProcessTarget]
    public static void FailToSetUp(string how)
    {
        switch (how)
        {
            case "throw":
                throw new InvalidOperationException("no set-up today");
            case "exit":
                Environment.Exit(3);
                break;
            default:
                Thread.Sleep(Timeout.Infinite);
                break;
        }
    }

    [ProcessTarget]
    public static (int Worker, string? Greeting, int Entries) Greet() => (Environment.ProcessId, s_greeting, TheLedger.Value.Add());

    /// <summary>Keeps memory for good.</summary>
    [ProcessTarget]
    public static int Hoard(int megabytes)
    {
        s_hoard = [.. s_hoard, GC.AllocateUninitializedArray<byte>(megabytes << 20)];
        s_hoard[^1].AsSpan().Fill(1);
        return Environment.ProcessId;
    }

    /// <summary>Its exit does not end.</summary>
    [ProcessTarget]
    public static int HangAtExit()
    {
        AppDomain.CurrentDomain.ProcessExit += static (_, _) => Thread.Sleep(Timeout.Infinite);
        return Environment.ProcessId;
    }

    /// <summary>Waits until a file is there.</summary>
    [ProcessTarget]
    public static int WaitForFile(IProgress<int> running, string file)
    {
        running.Report(Environment.ProcessId);
        while (!File.Exists(file))
        {
            Thread.Sleep(2);
        }

        return Environment.ProcessId;
    }

    [ProcessTarget]
    public static void Note(string file, string word) => File.AppendAllText(file, word);

    /// <summary>Brings its worker down by itself, however often it is tried.</summary>
    [ProcessTarget]
    public static int Poison(string file)
    {
        File.AppendAllText(file, $"{CallInfo.Current!.Attempt} ");
        Environment.FailFast("poison");
        return 0;
    }

    [ProcessTarget]
    public static (int Processors, bool ServerCollector, int DefaultWorkers) Describe() =>
        (Environment.ProcessorCount, System.Runtime.GCSettings.IsServerGC, new ProcessPoolOptions().Workers);
}

/// <summary>What a worker keeps: counts its uses, and notes its end.</summary>
public sealed class Ledger(string? folder) : IDisposable
{
    private int _entries;

    public int Add() => ++_entries;

    public void Dispose()
    {
        if (folder is not null)
        {
            File.WriteAllText(Path.Combine(folder, $"ended-{Environment.ProcessId}"), "x");
        }
    }
}

/// <summary>Targets of maps.</summary>
public static partial class MapJobs
{
    private static int s_calls;

    [ProcessTarget]
    public static int Sum(int left, int right) => left + right;

    [ProcessTarget]
    public static string Pair(string text, int times) => string.Concat(Enumerable.Repeat(text, times));

    /// <summary>Throws for some, brings its worker down for others.</summary>
    [ProcessTarget]
    public static int Choose(int number, int throwsAt, int diesAt)
    {
        if (number == diesAt)
        {
            Environment.Exit(6);
        }

        return number == throwsAt ? throw new InvalidOperationException($"no {number}") : number;
    }

    [ProcessTarget]
    public static byte[] Make(int size) => new byte[size];

    [ProcessTarget]
    public static Shape Draw(bool round) => round ? new Circle("round", 1) : new Shape("plain");

    [ProcessTarget]
    public static void Append(string file) => File.AppendAllText(file, ".");

    [ProcessTarget]
    public static (int Worker, int Calls) Count() => (Environment.ProcessId, ++s_calls);

    [ProcessTarget]
    public static (int Worker, int Calls) CountOne(int number) => (Environment.ProcessId, s_calls += number);
}
