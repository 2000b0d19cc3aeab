using System.Diagnostics.Metrics;

namespace ProcGen.Pools;

/// <summary>What pools tell to those who collect metrics, under the meter <c>ProcGen</c>. Costs next to nothing while nobody does.</summary>
internal static class PoolMeters
{
    private static readonly Meter Meter = new("ProcGen");
    private static readonly Counter<long> Calls = Meter.CreateCounter<long>("procgen.pool.calls", "{call}", "Calls that have ended, by pool and outcome.");
    private static readonly Counter<long> Deaths = Meter.CreateCounter<long>("procgen.pool.worker.deaths", "{worker}", "Workers that have died, by pool.");
    private static readonly Histogram<double> Worked = Meter.CreateHistogram<double>("procgen.pool.call.duration", "s", "How long a worker had a call.");
    private static readonly Histogram<double> Waited = Meter.CreateHistogram<double>("procgen.pool.call.wait", "s", "How long a call waited for a worker.");

    public static void NoteOutcome(string pool, string outcome)
    {
        if (Calls.Enabled)
        {
            Calls.Add(1, new KeyValuePair<string, object?>("pool", pool), new KeyValuePair<string, object?>("outcome", outcome));
        }
    }

    public static void NoteDeath(string pool)
    {
        if (Deaths.Enabled)
        {
            Deaths.Add(1, new KeyValuePair<string, object?>("pool", pool));
        }
    }

    public static void NoteTimes(TimeSpan worked, TimeSpan waited)
    {
        if (Worked.Enabled)
        {
            Worked.Record(worked.TotalSeconds);
        }

        if (Waited.Enabled)
        {
            Waited.Record(waited.TotalSeconds);
        }
    }
}
