namespace ProcGen.Benchmarks;

/// <summary>Calls to an idle worker, against a blocking round trip of 64 bytes over a Unix socket.</summary>
internal static class CallRows
{
    private const int RunsPerRound = 200;

    public static Row[] All(bool isQuick)
    {
        using SocketEcho echo = new();
        using ProcessPool pool = new(1);
        // Short rounds: where the scheduler puts the two processes changes every few milliseconds, for the socket as for us.
        int rounds = isQuick ? 25 : 150;
        (double sync, double socket, double ratio) = Measure.InTurn(() => pool.Jobs.Add(1, 2), echo.RoundTrip, rounds, RunsPerRound);
        (double async, double again, double asyncRatio) = Measure.InTurn(() => pool.Jobs.AddAsync(1, 2).GetAwaiter().GetResult(), () => pool.Jobs.Add(1, 2), rounds, RunsPerRound);

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int call = 0; call < 1000; call++)
        {
            pool.Jobs.Add(1, 2);
        }

        double bytes = (GC.GetAllocatedBytesForCurrentThread() - before) / 1000.0;
        return
        [
            new Row("call, waiting", Measure.Text(sync, "us"), $"socket {Measure.Text(socket, "us")}", ratio, "at most 2", ratio <= 2),
            new Row("call, as a task", Measure.Text(async, "us"), $"waiting call {Measure.Text(again, "us")}", asyncRatio, "at most 2.5", asyncRatio <= 2.5),
            new Row("allocated for each waiting call", Measure.Text(bytes, "bytes"), "-", bytes, "at most 200", bytes <= 200),
        ];
    }
}
