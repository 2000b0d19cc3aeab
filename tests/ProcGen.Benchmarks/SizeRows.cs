namespace ProcGen.Benchmarks;

/// <summary>Calls that carry bytes there and back.</summary>
internal static class SizeRows
{
    private static readonly (string Name, int Length, int Calls)[] Sizes = [("1 KiB", 1 << 10, 200), ("64 KiB", 64 << 10, 50), ("1 MiB", 1 << 20, 5), ("64 MiB", 64 << 20, 1)];

    public static IEnumerable<Row> All(bool isQuick)
    {
        using ProcessPool pool = new(1);
        using BulkEcho socket = new();
        using PythonPeer? python = PythonPeer.TryStart("scale.py");
        using PeerProgram rpc = PeerProgram.Built("StreamJsonRpcPeer");
        byte[] small = new byte[1 << 10];
        Measure.Warm(() => pool.PeerJobs.Echo(small));
        Measure.Warm(() => socket.RoundTrip(small));
        foreach ((string name, int length, int calls) in Sizes)
        {
            int rounds = (isQuick, length) switch
            {
                (true, 64 << 20) => 3,
                (true, _) => 9,
                (_, 64 << 20) => 7,
                _ => 31,
            };

            // Touched: untouched memory reads as one page of zeros.
            byte[] load = new byte[length];
            load.AsSpan().Fill(1);
            Func<double> ours = () => Measure.Time(() => Check(pool.PeerJobs.Echo(load), length), calls);
            yield return Row.Against($"{name} there and back, against a socket", Measure.InTurn(ours, () => Measure.Time(() => Check(socket.RoundTrip(load), length), calls), rounds), "us", "socket", null);
            yield return Row.Against($"{name} there and back, against StreamJsonRpc", Measure.InTurn(ours, () => rpc.Ask($"bytes {length} {calls}"), rounds), "us", "StreamJsonRpc", length <= 1 << 10 ? 1.0 / 3 : 1);
            yield return python is null
                ? Row.Left($"{name} there and back, against Python", "no python3")
                : Row.Against($"{name} there and back, against Python", Measure.InTurn(ours, () => python.Ask($"bytes {length} {calls}"), rounds), "us", "Python", 1);
        }
    }

    private static void Check(byte[] answer, int length)
    {
        if (answer.Length != length || answer[^1] != 1)
        {
            throw new InvalidOperationException($"Of {length} bytes {answer.Length} came back.");
        }
    }
}
