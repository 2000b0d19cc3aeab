namespace ProcGen.Pools;

/// <summary>What a debugger shows of a pool: what it has done, and not how it does it.</summary>
internal sealed class PoolDebugView(ProcessPool pool)
{
    public string Name => pool.Name;

    public PoolStatistics Statistics { get; } = pool.Statistics;

    public IReadOnlyList<WorkerStatistics> Workers => Statistics.Workers;

    public IReadOnlyList<CallStatistics> SlowestCalls => Statistics.SlowestCalls;

    public IReadOnlyList<WorkerDeath> Deaths => Statistics.Deaths;
}
