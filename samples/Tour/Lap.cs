using ProcGen;

namespace Tour;

/// <summary>A piece of work: who did it, from when to when.</summary>
internal sealed record Lap(int Number, int ProcessId, long Begin, long End)
{
    /// <summary>Does something that takes time, and tells of it.</summary>
    public static Lap Run(int number, int milliseconds, string who)
    {
        long begin = Story.Now;
        Story.Tell($"  {who} begins in process {ProcessInfo.Current.Id}");
        Thread.Sleep(milliseconds);
        Story.Tell($"  {who} ends after {milliseconds} ms");
        return new Lap(number, ProcessInfo.Current.Id, begin, Story.Now);
    }

    /// <summary>How many were under way at the same moment.</summary>
    public static int CountAtOnce(IReadOnlyCollection<Lap> laps) => laps.Max(lap => laps.Count(other => other.Begin <= lap.Begin && lap.Begin < other.End));
}
