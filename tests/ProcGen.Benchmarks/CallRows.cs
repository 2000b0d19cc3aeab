namespace ProcGen.Benchmarks;

/// <summary>Calls to an idle worker, one after the other, against a blocking round trip of 64 bytes over a Unix socket and against Python's.</summary>
internal static class CallRows
{
    private const int RunsPerRound = 200;

    // After a round of Python's both sides sleep, and are woken on one core: they part after some milliseconds, as long as nobody pins them.
    private const int RunsToPart = 5000;

    public static Row[] All(bool isQuick)
    {
        using SocketEcho echo = new();
        using ProcessPool pool = new(1);
        using PythonPeer? python = PythonPeer.TryStart("pool.py");

        // Short rounds: where the scheduler puts the two processes changes every few milliseconds, for the socket as for us.
        int rounds = isQuick ? 25 : 100;
        Action call = () => pool.Jobs.Add(1, 2);
        Func<Task> task = () => pool.Jobs.AddAsync(1, 2);
        foreach (Action each in (Action[])[call, () => task().GetAwaiter().GetResult(), echo.RoundTrip])
        {
            Measure.Warm(each);
        }

        List<Row> rows =
        [
            Row.Against("call, awaited", Awaited(task, call, rounds), "us", "waiting call", 2.5),
            Row.Against("call, awaited", Awaited(task, echo.RoundTrip, rounds), "us", "socket", 1.3),
            Allocated(call),
        ];
        Against(rows, "a core is free", call, echo, python, rounds, toPython: 1.0 / 30, most: 5);
        using (Pinning pinning = new())
        {
            pinning.Part(pool.WorkerProcessIds[0]);
            pinning.Part(echo.OtherId);
            Against(rows, "a core each", call, echo, python, rounds, toPython: 1.0 / 30, most: 5);
            rows.Add(Row.Against("call, awaited, a core each", Awaited(task, call, rounds), "us", "waiting call", 2.5));
        }

        using (BusyCores busy = new())
        {
            Against(rows, "cores are busy", call, echo, python, isQuick ? 10 : 40, toPython: 1.0 / 8, toSocket: 1.3);
            rows.Add(Row.Against("call, awaited, cores are busy", Awaited(task, call, isQuick ? 10 : 40), "us", "waiting call", 2.5));
        }

        return [.. rows];
    }

    private static void Against(List<Row> rows, string when, Action call, SocketEcho echo, PythonPeer? python, int rounds, double toPython, double? most = null, double toSocket = 1.3)
    {
        Paired measured = InTurn(call, echo.RoundTrip, rounds);
        rows.Add(Row.Against($"call, waiting, {when}", measured, "us", "socket", toSocket));
        if (most is { } limit)
        {
            rows.Add(Row.Alone($"call, waiting, {when}, alone", measured.Ours, "us", limit));
        }

        if (python is not null)
        {
            measured = Measure.InTurn(() => Measure.MedianTime(call, RunsToPart), () => python.Ask($"apply {RunsPerRound}"), rounds);
            rows.Add(Row.Against($"call, waiting, {when}", measured, "us", "Python", toPython));
        }
    }

    // The median of a round is that of its calls, since the bars are about the median: what each side pays because the other has just run is not in it.
    private static Paired InTurn(Action ours, Action peer, int rounds) =>
        Measure.InTurn(() => Measure.MedianTime(ours, RunsPerRound), () => Measure.MedianTime(peer, RunsPerRound), rounds);

    private static Paired Awaited(Func<Task> ours, Action peer, int rounds) =>
        Measure.InTurn(() => Measure.MedianTime(ours, RunsPerRound), () => Measure.MedianTime(peer, RunsPerRound), rounds);

    // The median of some rounds: what happens once, as growing a table of the pool's, is not of each call.
    private static Row Allocated(Action call) =>
        Row.Alone("allocated for each waiting call", Measure.Median(Enumerable.Range(0, 5).Select(_ => AllocatedByEach(call, 1000))), "bytes", 200);

    private static double AllocatedByEach(Action call, int count)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int run = 0; run < count; run++)
        {
            call();
        }

        return (double)(GC.GetAllocatedBytesForCurrentThread() - before) / count;
    }
}
