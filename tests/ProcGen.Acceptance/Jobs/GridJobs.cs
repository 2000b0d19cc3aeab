namespace ProcGen.Acceptance;

/// <summary>Targets that go wrong in a chosen way at a chosen place.</summary>
public static partial class GridJobs
{
    [ProcessTarget]
    public static int Read(Bomb bomb) => bomb.Trigger;

    [ProcessTarget]
    public static int Body(string fault)
    {
        Go(fault);
        return 0;
    }

    [ProcessTarget]
    public static int Progress(string fault, IProgress<Bomb> progress)
    {
        progress.Report(new Bomb { Fault = fault, Place = "write", Trigger = 1 });
        return 0;
    }

    [ProcessTarget]
    public static async IAsyncEnumerable<Bomb> Elements(string fault)
    {
        yield return new Bomb { Fault = fault, Place = "", Trigger = 1 };
        await Task.Yield();
        yield return new Bomb { Fault = fault, Place = "write", Trigger = 2 };
    }

    [ProcessTarget]
    public static Bomb Write(string fault) => new() { Fault = fault, Place = "write", Trigger = 1 };

    [ProcessTarget]
    public static int AtExit(string fault)
    {
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Go(fault);
        return Environment.ProcessId;
    }

    internal static void Go(string fault)
    {
        switch (fault)
        {
            case "exception":
                throw new InvalidOperationException("bang");
            case "exit":
                Environment.Exit(5);
                break;
            case "crash":
                FaultJobs.Crash(byAbort: true);
                break;
            case "overflow":
                FaultJobs.Overflow(0);
                break;
            case "memory":
                FaultJobs.Hoard();
                break;
            case "hang":
                Thread.Sleep(Timeout.Infinite);
                break;
        }
    }
}

/// <summary>Goes wrong when a child reads it or writes it.</summary>
public sealed class Bomb
{
    public required string Fault { get; init; }

    public required string Place { get; init; }

    public required int Trigger
    {
        get
        {
            GoOff("write");
            return field;
        }

        init
        {
            field = value;
            GoOff("read");
        }
    }

    private void GoOff(string place)
    {
        if (Place == place && ProcessInfo.Parent is not null)
        {
            GridJobs.Go(Fault);
        }
    }
}
