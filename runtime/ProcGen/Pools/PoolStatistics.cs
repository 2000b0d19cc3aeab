using System.Globalization;
using System.Text;

namespace ProcGen;

/// <summary>What a pool has done so far, as <see cref="ProcessPool.Statistics"/> saw it. Immutable.</summary>
public sealed record PoolStatistics
{
    /// <summary>How many calls were made. Inputs that a map sends together count as one.</summary>
    public required long Calls { get; init; }

    /// <summary>How many gave their result.</summary>
    public required long Completed { get; init; }

    /// <summary>How many failed with an exception of their target, or because they could not be sent, or were out of time.</summary>
    public required long Failed { get; init; }

    /// <summary>How many were cancelled.</summary>
    public required long Cancelled { get; init; }

    /// <summary>How many were lost with their workers.</summary>
    public required long Lost { get; init; }

    /// <summary>How many attempts were made again because a worker died.</summary>
    public required long Retries { get; init; }

    /// <summary>How many calls wait now.</summary>
    public required int QueueLength { get; init; }

    /// <summary>How many workers have a call now.</summary>
    public required int Busy { get; init; }

    /// <summary>How many workers were started, the first ones too.</summary>
    public required int WorkersStarted { get; init; }

    /// <summary>How many workers were started in the place of ones that had died.</summary>
    public required int Restarts { get; init; }

    /// <summary>The sum of the times that calls waited for a worker.</summary>
    public required TimeSpan Waited { get; init; }

    /// <summary>The sum of the times that workers had calls.</summary>
    public required TimeSpan Worked { get; init; }

    /// <summary>The sum of the times that workers, those that have ended too, had none.</summary>
    public required TimeSpan Idle { get; init; }

    /// <summary>What workers were sent, those that have ended too, in bytes.</summary>
    public required long BytesSent { get; init; }

    /// <summary>What workers sent, those that have ended too, in bytes.</summary>
    public required long BytesReceived { get; init; }

    /// <summary>The workers that run now.</summary>
    public required IReadOnlyList<WorkerStatistics> Workers { get; init; }

    /// <summary>The five calls that took longest, the slowest first.</summary>
    public required IReadOnlyList<CallStatistics> SlowestCalls { get; init; }

    /// <summary>The last hundred workers that died, the latest last. Those that were told to exit are not among them.</summary>
    public required IReadOnlyList<WorkerDeath> Deaths { get; init; }

    /// <summary>The latest of <see cref="Deaths"/>; null where nobody has died.</summary>
    public WorkerDeath? LastDeath => Deaths.Count == 0 ? null : Deaths[^1];

    /// <summary>The same for people: a line for the calls, one for each worker, and some for what stands out.</summary>
    public override string ToString()
    {
        StringBuilder text = new();
        text.AppendLine(CultureInfo.InvariantCulture, $"{Calls} calls: {Completed} completed, {Failed} failed, {Cancelled} cancelled, {Lost} lost, {Busy} running, {QueueLength} waiting; {Retries} tried again");
        text.Append(CultureInfo.InvariantCulture, $"worked {Worked.TotalSeconds:0.###} s, waited {Waited.TotalSeconds:0.###} s, idle {Idle.TotalSeconds:0.###} s; {BytesSent} bytes sent, {BytesReceived} received; {WorkersStarted} workers started, {Restarts} after a death, {Workers.Count} run");
        Append("", Workers);
        Append("slowest: ", SlowestCalls);
        Append("died: ", Deaths);
        return text.ToString();

        void Append<T>(string prefix, IEnumerable<T> lines)
        {
            foreach (T line in lines)
            {
                text.AppendLine().Append("  ").Append(prefix).Append(line);
            }
        }
    }
}

/// <summary>What a worker has done so far.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="ProcessId">Its process.</param>
/// <param name="Phase">What it is about, in a word: starting, initializing, standby, active or retiring.</param>
/// <param name="IsBusy">Whether it has a call.</param>
/// <param name="Calls">How many calls it has been given.</param>
/// <param name="Age">How long ago it was started.</param>
/// <param name="Worked">How long it has had calls.</param>
/// <param name="Idle">How long it has not.</param>
/// <param name="BytesSent">What it was sent, in bytes.</param>
/// <param name="BytesReceived">What it sent.</param>
public sealed record WorkerStatistics(
    string Name, int ProcessId, string Phase, bool IsBusy, int Calls, TimeSpan Age, TimeSpan Worked, TimeSpan Idle, long BytesSent, long BytesReceived)
{
    /// <summary>The sum of the times that its calls had waited for a worker.</summary>
    public TimeSpan Waited { get; init; }

    /// <summary>How many workers before it died, each of which was replaced by the next, and the last by this one.</summary>
    public int Restarts { get; init; }

    /// <summary>How the worker died in whose place it was started; null where it is in nobody's.</summary>
    public WorkerDeath? LastDeath { get; init; }

    /// <summary>The same in a line.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Name} ({ProcessId}): {(IsBusy ? "busy" : Phase)}, {Calls} calls, worked {Worked.TotalSeconds:0.###} s of {Age.TotalSeconds:0.###} s, {BytesSent} bytes sent, {BytesReceived} received");
}

/// <summary>How long a call took.</summary>
/// <param name="TargetName">The full name of its target.</param>
/// <param name="Tag">What its caller called it.</param>
/// <param name="Waited">How long it waited for a worker.</param>
/// <param name="Worked">How long a worker had it.</param>
/// <param name="WorkerProcessId">The worker.</param>
public sealed record CallStatistics(string TargetName, string? Tag, TimeSpan Waited, TimeSpan Worked, int WorkerProcessId)
{
    /// <summary>The same in a line.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{TargetName}{(Tag is null ? "" : $" '{Tag}'")}, {Worked.TotalSeconds:0.###} s in worker {WorkerProcessId} after {Waited.TotalSeconds:0.###} s of waiting");
}

/// <summary>A worker's death.</summary>
/// <param name="Time">When it was noticed.</param>
/// <param name="Name">What it was called.</param>
/// <param name="ProcessId">The process id that it had.</param>
/// <param name="ExitStatus">How it ended.</param>
/// <param name="TargetName">The call that it had, or null.</param>
public sealed record WorkerDeath(DateTimeOffset Time, string Name, int ProcessId, ExitStatus ExitStatus, string? TargetName)
{
    /// <summary>The same in a line.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Time:u} {Name} ({ProcessId}) {ExitStatus}, {(TargetName is null ? "without a call" : $"in {TargetName}")}");
}
