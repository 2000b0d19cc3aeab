using System.Globalization;

namespace ProcGen.Benchmarks;

/// <summary>Calls to an idle worker, one after the other, against a blocking round trip of 64 bytes over a Unix socket and against Python's.</summary>
internal static class CallRows
{
    private const int RunsPerRound = 200;

    public static Row[] All(bool isQuick)
    {
        using SocketEcho echo = new();
        using ProcessPool pool = new(1);
        using PythonPeer? python = PythonPeer.TryStart("pool.py");

        // Short rounds: where the scheduler puts the two processes changes every few milliseconds, for the socket as for us.
        int rounds = isQuick ? 25 : 100;
        Action call = () => pool.Jobs.Add(1, 2);
        Action task = () => pool.Jobs.AddAsync(1, 2).GetAwaiter().GetResult();
        foreach (Action each in (Action[])[call, task, echo.RoundTrip])
        {
            Measure.Warm(each);
        }

        List<Row> rows = [];
        (double async, double sync, double ratio) = InTurn(task, call, rounds);
        rows.Add(NewRow("call, as a task", async, "waiting call", sync, ratio, 2.5));
        (async, sync, ratio) = InTurn(task, echo.RoundTrip, rounds);
        rows.Add(NewRow("call, as a task", async, "socket", sync, ratio, 1.3));
        rows.Add(Allocated(call));
        Against(rows, "a core is free", call, echo, python, rounds, toPython: 1.0 / 30, most: 5);
        using (Pinning pinning = new())
        {
            pinning.Part(pool.WorkerProcessIds[0]);
            pinning.Part(echo.OtherId);
            Against(rows, "a core each", call, echo, python, rounds, toPython: 1.0 / 30, most: 5);
            (async, sync, ratio) = InTurn(task, call, rounds);
            rows.Add(NewRow("call, as a task, a core each", async, "waiting call", sync, ratio, 2.5));
        }

        using (BusyCores busy = new())
        {
            Against(rows, "cores are busy", call, echo, python, isQuick ? 10 : 40, toPython: 1.0 / 8, toSocket: 1.3);
        }

        return [.. rows];
    }

    private static void Against(List<Row> rows, string when, Action call, SocketEcho echo, PythonPeer? python, int rounds, double toPython, double? most = null, double toSocket = 1.3)
    {
        (double ours, double peer, double ratio) = InTurn(call, echo.RoundTrip, rounds);
        rows.Add(NewRow($"call, waiting, {when}", ours, "socket", peer, ratio, toSocket));
        if (most is { } limit)
        {
            rows.Add(new Row($"call, waiting, {when}, alone", Measure.Text(ours, "us"), "-", ours, string.Create(CultureInfo.InvariantCulture, $"at most {limit}"), ours <= limit));
        }

        if (python is not null)
        {
            (ours, peer, ratio) = Measure.InTurn(() => Measure.MedianTime(call, RunsPerRound), () => python.Ask($"apply {RunsPerRound}"), rounds);
            rows.Add(NewRow($"call, waiting, {when}", ours, "Python", peer, ratio, toPython));
        }
    }

    // The median of a round is that of its calls, since the bars are about the median: what each side pays because the other has just run is not in it.
    private static (double Ours, double Peer, double Ratio) InTurn(Action ours, Action peer, int rounds) =>
        Measure.InTurn(() => Measure.MedianTime(ours, RunsPerRound), () => Measure.MedianTime(peer, RunsPerRound), rounds);

    private static Row Allocated(Action call)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int run = 0; run < 1000; run++)
        {
            call();
        }

        double bytes = (GC.GetAllocatedBytesForCurrentThread() - before) / 1000.0;
        return new Row("allocated for each waiting call", Measure.Text(bytes, "bytes"), "-", bytes, "at most 200", bytes <= 200);
    }

    private static Row NewRow(string name, double ours, string peer, double theirs, double ratio, double bar) =>
        new(name, Measure.Text(ours, "us"), $"{peer} {Measure.Text(theirs, "us")}", ratio, string.Create(CultureInfo.InvariantCulture, $"at most {bar:0.###}"), ratio <= bar);
}
