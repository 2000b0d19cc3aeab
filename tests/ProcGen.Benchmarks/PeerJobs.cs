namespace ProcGen.Benchmarks;

/// <summary>What a peer can be asked for, too.</summary>
internal static partial class PeerJobs
{
    [ProcessTarget]
    internal static int Sum(int a, int b) => a + b;

    [ProcessTarget]
    internal static byte[] Echo(byte[] load) => load;
}
