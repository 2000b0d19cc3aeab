namespace ProcGen.Benchmarks;

internal static partial class Jobs
{
    [ProcessTarget]
    public static int Add(int a, int b) => a + b;

    [ProcessTarget]
    public static int Increment(int number) => number + 1;

    [ProcessTarget]
    public static void Nothing()
    {
    }
}
