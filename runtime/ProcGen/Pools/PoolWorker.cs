using ProcGen.Hosting;

namespace ProcGen.Pools;

/// <summary>A worker of a pool: passes what becomes of its child on to the pool.</summary>
internal sealed class PoolWorker(ProcessPool pool, string name) : IChildOwner
{
    public string Name { get; } = name;

    /// <summary>The child, once it has been started.</summary>
    public ChildLink? Link { get; set; }

    public WorkerPage Page { get; } = WorkerPage.Create();

    public void OnReady(ChildLink link)
    {
        Link = link;
        pool.OnWorkerFree(this);
    }

    public void OnCallEnded(ChildLink link, PendingCall pending) => pool.OnWorkerFree(this);

    public void OnEnded(ChildLink link, PendingCall? pending)
    {
        Link = link;
        pool.OnWorkerEnded(this);
        Page.Dispose();
    }
}
