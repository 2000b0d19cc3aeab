using System.Diagnostics;
using System.Globalization;

namespace ProcGen.Benchmarks;

/// <summary>Pipes: there and back against a raw socket, small messages one way, and large ones against Python's and against a copy of memory.</summary>
internal static class PipeRows
{
    private const int Count = 200_000;
    private const int MediumLength = 256 << 10;

    public static Row[] All(bool isQuick)
    {
        int rounds = isQuick ? 15 : 60;
        using PythonPeer? python = PythonPeer.TryStart("messages.py");
        return
        [
            PingPong("a core is free", rounds, roundTrips: 1000, bar: 0.1),
            PingPong("a core each", rounds, roundTrips: 1000, bar: 0.1, isPinned: true),
            WhenCoresAreBusy(rounds),
            .. OneWay(python, isQuick ? 5 : 15),
            .. Medium(python, isQuick ? 5 : 15),
            .. Large(python, isQuick ? 5 : 15),
            Allocations(),
        ];
    }

    private static Row WhenCoresAreBusy(int rounds)
    {
        using BusyCores busy = new();
        return PingPong("cores are busy", rounds, roundTrips: 100, bar: 1.3);
    }

    private static Row PingPong(string when, int rounds, int roundTrips, double bar, bool isPinned = false)
    {
        using SocketEcho socket = new();
        using PipePingPong pipe = new();
        using Pinning? pinning = isPinned ? new Pinning() : null;
        pinning?.Part(pipe);
        pinning?.Part(socket.OtherId);
        (double ours, double peer, double ratio) = Measure.InTurn(pipe.RoundTrip, socket.RoundTrip, rounds, roundTrips);
        return NewRow($"pipe ping-pong of an int, {when}", ours, "us", "socket", peer, ratio, bar);
    }

    private static List<Row> OneWay(PythonPeer? python, int rounds)
    {
        (Connection<long> here, Connection<long> there) = ProcessPipe.Create<long>();
        using PipeJobs.CountProcess sender = new(there);
        sender.Start();
        Func<double> ours = () => Time(() =>
        {
            here.Send(Count);
            for (int received = 0; received < Count; received++)
            {
                here.Receive();
            }
        }) * 1e6 / Count;
        List<Row> rows = [];
        if (python is not null)
        {
            (double nanoseconds, double peer, double ratio) = Measure.InTurn(ours, () => 1000 * python.Ask($"pipe {Count / 4}"), rounds);
            rows.Add(NewRow("pipe, one way, for each number", nanoseconds, "ns", "Python", peer, ratio, 0.2));
        }

        here.Close();
        sender.Join();
        return rows;
    }

    private static List<Row> Medium(PythonPeer? python, int rounds)
    {
        const int Each = 200;
        (Connection<byte[]> here, Connection<byte[]> there) = ProcessPipe.Create<byte[]>();
        using PipeJobs.GiveProcess giver = new(there, MediumLength);
        giver.Start();
        Func<double> ours = () => Time(() =>
        {
            for (int received = 0; received < Each; received++)
            {
                here.Send([]);
                here.Receive();
            }
        }) * 1000 / Each;
        List<Row> rows = python is null ? [] :
            [Row.Against("256 KiB through a pipe, against Python's", Measure.InTurn(ours, () => python.Ask($"pipebytes {MediumLength} {Each}"), rounds), "us", "Python", most: null)];
        here.Close();
        giver.Join();
        return rows;
    }

    private static List<Row> Large(PythonPeer? python, int rounds)
    {
        (Connection<byte[]> here, Connection<byte[]> there) = ProcessPipe.Create<byte[]>();
        using PipeJobs.GiveProcess giver = new(there, LargeCopies.Length);
        giver.Start();
        LargeCopies copies = new();
        byte[] buffer = LargeCopies.NewTouched();
        Func<double> intoBuffer = LargeCopies.Timed(() =>
        {
            here.Send([1]);
            here.ReceiveBytesInto(buffer);
        });
        Func<double> intoNew = LargeCopies.Timed(() =>
        {
            here.Send([]);
            here.Receive();
        });
        List<Row> rows =
        [
            Row.Against("64 MiB through a pipe, into a buffer", Measure.InTurn(intoBuffer, copies.IntoBuffer, rounds), "ms", "copy of memory", 2),
            Row.Against("64 MiB through a pipe, into a new array", Measure.InTurn(LargeCopies.Warmed(intoNew), copies.IntoNew, rounds), "ms", "copy into a new array", 2),
        ];
        if (python is not null)
        {
            rows.Add(Row.Against("64 MiB through a pipe, against Python's", Measure.InTurn(intoNew, () => python.Ask($"pipebytes {LargeCopies.Length} 2") / 1000, rounds), "ms", "Python", 0.25));
        }

        here.Close();
        giver.Join();
        return rows;
    }

    private static Row Allocations()
    {
        (Connection<long> here, Connection<long> there) = ProcessPipe.Create<long>();
        using (here)
        using (there)
        {
            Send(10_000);
            long before = GC.GetAllocatedBytesForCurrentThread();
            Send(10_000);
            double bytes = (GC.GetAllocatedBytesForCurrentThread() - before) / 10_000.0;
            return new Row("pipe, allocated for each number", Measure.Text(bytes, "bytes"), "-", bytes, "0", bytes == 0);
        }

        void Send(int count)
        {
            for (int number = 0; number < count; number++)
            {
                here.Send(number);
                there.Receive();
            }
        }
    }

    private static double Time(Action action)
    {
        long began = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(began).TotalMilliseconds;
    }

    private static Row NewRow(string name, double ours, string unit, string peer, double theirs, double ratio, double bar) => new(
        name,
        Measure.Text(ours, unit),
        $"{peer} {Measure.Text(theirs, unit)}",
        ratio,
        string.Create(CultureInfo.InvariantCulture, $"at most {bar:0.###}"),
        ratio <= bar);
}

/// <summary>By a pipe.</summary>
internal sealed class PipePingPong : PingPong
{
    private readonly Connection<int> _connection;

    public PipePingPong()
    {
        (_connection, Connection<int> there) = ProcessPipe.Create<int>();
        Start(new PipeJobs.AnswerProcess(there, End));
    }

    public override void RoundTrip()
    {
        _connection.Send(1);
        _connection.Receive();
    }

    public override void Dispose()
    {
        base.Dispose();
        _connection.Dispose();
    }
}
