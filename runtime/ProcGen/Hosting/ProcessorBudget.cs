namespace ProcGen.Hosting;

/// <summary>How many processors this process may count on: the root those that the system gives it, a worker its share of its pool's.</summary>
internal static class ProcessorBudget
{
    /// <summary>At least 1.</summary>
    public static int Own { get; set; } = Environment.ProcessorCount;

    /// <summary>What each of so many workers gets.</summary>
    public static int Share(int workers) => Math.Max(1, Own / Math.Max(1, workers));
}
