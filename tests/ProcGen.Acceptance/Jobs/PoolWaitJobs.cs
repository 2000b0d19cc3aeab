namespace ProcGen.Acceptance;

/// <summary>An argument that does something while its caller writes it.</summary>
public sealed class Trap
{
    private Action? _springs;

    public int Value
    {
        get
        {
            _springs?.Invoke();
            return field;
        }

        init;
    }

    public Trap Set(Action springs)
    {
        _springs = springs;
        return this;
    }
}

/// <summary>Targets that somebody waits for.</summary>
public static partial class PoolWaitJobs
{
    /// <summary>Gives items and then no more.</summary>
    [ProcessTarget]
    public static async IAsyncEnumerable<int> Stall()
    {
        yield return Environment.ProcessId;
        await Task.Delay(Timeout.Infinite);
    }

    /// <summary>Gives more items than anybody reads.</summary>
    [ProcessTarget]
    public static async IAsyncEnumerable<byte[]> Flood(IProgress<int> running)
    {
        running.Report(Environment.ProcessId);
        while (true)
        {
            yield return new byte[1000];
            await Task.Yield();
        }
    }

    /// <summary>Is killed in its first attempt, before its first item or behind it; gives the number of the attempt twice.</summary>
    [ProcessTarget]
    public static async IAsyncEnumerable<int> DieInStream(bool beforeItems)
    {
        int attempt = CallInfo.Current!.Attempt;
        if (attempt == 1 && beforeItems)
        {
            ProcessTest.Raise(9);
        }

        yield return attempt;
        await Task.Yield();
        if (attempt == 1)
        {
            ProcessTest.Raise(9);
        }

        yield return attempt;
    }

    [ProcessTarget]
    public static int Open(Trap trap) => trap.Value;

    [ProcessTarget]
    public static int Length(byte[] bytes) => bytes.Length;

    [ProcessTarget]
    public static byte[] Make(IProgress<int> running, int size)
    {
        running.Report(Environment.ProcessId);
        return new byte[size];
    }

    /// <summary>An initializer that hangs in the first worker and in no other.</summary>
    [ProcessTarget]
    public static void HangFirst(string folder)
    {
        try
        {
            using (new FileStream(Path.Combine(folder, "first"), FileMode.CreateNew))
            {
            }
        }
        catch (IOException)
        {
            return;
        }

        HangAt(0, 0, Path.Combine(folder, "hangs"));
    }

    /// <summary>Does not end, and SIGTERM does not end it.</summary>
    [ProcessTarget]
    public static int Defy(IProgress<int> running)
    {
        AppDomain.CurrentDomain.ProcessExit += static (_, _) => Thread.Sleep(Timeout.Infinite);
        running.Report(Environment.ProcessId);
        Thread.Sleep(Timeout.Infinite);
        return 0;
    }

    /// <summary>Hangs for one number, says so, and gives the others back.</summary>
    [ProcessTarget]
    public static int HangAt(int number, int hangsAt, string file)
    {
        if (number == hangsAt)
        {
            File.WriteAllText(file + ".new", $"{Environment.ProcessId}");
            File.Move(file + ".new", file);
            Thread.Sleep(Timeout.Infinite);
        }

        return number;
    }
}
