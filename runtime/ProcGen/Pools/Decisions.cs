using ProcGen.Hosting;

namespace ProcGen.Pools;

/// <summary>What was decided under the pool's lock and is done outside of it, since it sends, or runs code of users.</summary>
internal sealed class Decisions
{
    /// <summary>Calls that go to a worker now.</summary>
    public List<(PoolWorker Worker, PendingCall Call)> Sends { get; } = [];

    /// <summary>Calls that end with an error.</summary>
    public List<(PendingCall Call, Exception Error)> Failures { get; } = [];

    /// <summary>Workers that are told to exit.</summary>
    public List<PoolWorker> Exits { get; } = [];

    /// <summary>Those who waited for room in the queue.</summary>
    public List<TaskCompletionSource> Room { get; } = [];
}
