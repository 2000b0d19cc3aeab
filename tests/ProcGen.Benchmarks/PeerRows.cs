using System.Globalization;

namespace ProcGen.Benchmarks;

/// <summary>A call, against those that people use to call another process: one at a time, and with 32 in flight.</summary>
internal static class PeerRows
{
    private const int CallsPerRound = 500;
    private const int FlightsPerRound = 12_800;
    private const int Depth = 32;

    private static readonly (string Name, string Program, double Most)[] Peers =
    [
        // Three times its calls in the same time.
        ("StreamJsonRpc", "StreamJsonRpcPeer", 1.0 / 3),
        ("gRPC", "GrpcPeer", 1.0 / 3),
        ("JSON lines", "JsonLinesPeer", 1),
    ];

    public static IEnumerable<Row> All(bool isQuick)
    {
        int rounds = isQuick ? 9 : 31;
        using ProcessPool pool = new(1);
        Action call = () => pool.PeerJobs.Sum(1, 2);
        Action fly = () => Fly(pool, FlightsPerRound);
        Measure.Warm(call);

        // About as long as the peers do it: the compiler looks at the time, too.
        Measure.Warm(fly, runs: 25);

        foreach ((string name, string program, double most) in Peers)
        {
            using PeerProgram peer = PeerProgram.Built(program);
            yield return Row.Against(
                $"call, one at a time, against {name}",
                Measure.InTurn(() => Measure.Time(call, CallsPerRound), () => peer.Ask($"calls {CallsPerRound}"), rounds),
                "us",
                name,
                most);
            yield return Row.Against(
                $"call, {Depth} in flight, against {name}",
                Measure.InTurn(() => Measure.Time(fly, 1) / FlightsPerRound, () => peer.Ask($"flight {FlightsPerRound} {Depth}"), rounds),
                "us",
                name,
                most);
            yield return Latencies(name, call, peer, isQuick ? 5000 : 20_000);
        }

        yield return Allocated(pool);
    }

    /// <summary>A number of callers, each of which has one call under way at a time.</summary>
    private static void Fly(ProcessPool pool, int count)
    {
        Task[] callers = new Task[Depth];
        for (int caller = 0; caller < Depth; caller++)
        {
            callers[caller] = CallAsync(pool, count / Depth);
        }

        Task.WaitAll(callers);
    }

    private static async Task CallAsync(ProcessPool pool, int count)
    {
        for (int call = 0; call < count; call++)
        {
            await pool.PeerJobs.SumAsync(call, 2);
        }
    }

    // Both in ten parts, in turn.
    private static Row Latencies(string name, Action call, PeerProgram peer, int count)
    {
        List<(double Ours, double Peer)> nearlyAll = [];
        List<double[]> ours = [], theirs = [];
        for (int part = 0; part < 10; part++)
        {
            (double median, double most, double almost) = Measure.Latencies(call, count / 10);
            ours.Add([median, most, almost]);
            theirs.Add(peer.AskAll($"latencies {count / 10}"));
            nearlyAll.Add((most, theirs[^1][1]));
        }

        return Row.Against($"call, p50 / p99 / p99.9, against {name} (ratio of p99)", Paired.Of(nearlyAll), "us", name, null) with
        {
            Ours = Text(ours),
            Peer = $"{name} {Text(theirs)}",
        };

        static string Text(List<double[]> parts) =>
            string.Join(" / ", Enumerable.Range(0, 3).Select(index => Measure.Median(parts.Select(part => part[index])).ToString("0.#", CultureInfo.InvariantCulture))) + " us";
    }

    /// <summary>By all threads of this process: a call that nobody waits for ends on another one.</summary>
    private static Row Allocated(ProcessPool pool)
    {
        const int Count = 32_000;
        long before = GC.GetTotalAllocatedBytes(precise: true);
        Fly(pool, Count);
        return Row.Alone($"allocated for each call, {Depth} in flight", (GC.GetTotalAllocatedBytes(precise: true) - before) / (double)Count, "bytes", null);
    }
}
