namespace ProcGen.Benchmarks;

/// <summary>A waiting call, beside the physical limits: what two processes that wake each other cost by the system's own means, in C# and in C.</summary>
internal static class LimitRows
{
    private const int RunsPerRound = 200;

    public static IEnumerable<Row> All(bool isQuick)
    {
        int rounds = isQuick ? 15 : 61;
        using ProcessPool pool = new(1);
        Action call = () => pool.PeerJobs.Sum(1, 2);
        Measure.Warm(call);
        using (SocketEcho socket = new())
        {
            yield return Against("Unix socket in C#", socket.RoundTrip);
        }

        using (PipeEcho pipe = new())
        {
            yield return Against("pipes in C#", pipe.RoundTrip);
        }

        using (FutexPingPong futex = new())
        {
            yield return Against("futex in C#", futex.RoundTrip);
        }

        using PeerProgram inC = new(Compile());
        foreach ((string name, string question) in new[] { ("Unix socket in C", "socket"), ("pipes in C", "pipe"), ("futex in C", "futex") })
        {
            yield return Row.Against(
                $"call, beside {name}",
                Measure.InTurn(() => Measure.Time(call, RunsPerRound), () => inC.Ask($"{question} {RunsPerRound}"), rounds),
                "us",
                name,
                null);
        }

        Row Against(string name, Action limit)
        {
            Measure.Warm(limit);
            return Row.Against($"call, beside {name}", Measure.InTurn(call, limit, rounds, RunsPerRound), "us", name, null);
        }
    }

    private static string Compile()
    {
        string program = Path.Combine(AppContext.BaseDirectory, "peers", "limits");
        try
        {
            Measure.Output("gcc", "-O2", "-o", program, $"{program}.c");
        }
        catch (System.ComponentModel.Win32Exception)
        {
            throw new PeerMissingException("no gcc");
        }

        return program;
    }
}
