using ProcGen;

namespace Tour.Programs;

/// <summary>Processes share no memory: a static field of a child is its own.</summary>
internal static partial class IsolationProgram
{
    private static int s_n = 100;

    public static async Task RunAsync(Facts facts)
    {
        int child = await SetToZeroProcess.RunAsync();

        Story.Tell($"parent: n is {s_n}");
        facts["parent"] = s_n;
        facts["child"] = child;
    }

    [ProcessTarget]
    internal static int SetToZero()
    {
#pragma warning disable PG3002 // That the parent does not see it is what is shown.
        s_n = 0;
#pragma warning restore PG3002
        Story.Tell($"child:  n is {s_n}");
        return s_n;
    }
}
