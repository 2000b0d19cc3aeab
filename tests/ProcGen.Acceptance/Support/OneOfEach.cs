namespace ProcGen.Acceptance;

/// <summary>One object of each kind that processes share, with a name or without.</summary>
internal sealed class OneOfEach(string? name = null) : IDisposable
{
    public ProcessLock Lock { get; } = name is null ? new() : ProcessLock.Create($"{name}.lock");

    public ProcessRLock Reentrant { get; } = name is null ? new() : ProcessRLock.Create($"{name}.reentrant");

    public ProcessSemaphore Semaphore { get; } = name is null ? new(1) : ProcessSemaphore.Create($"{name}.semaphore", 1);

    public ProcessBoundedSemaphore Bounded { get; } = name is null ? new(1) : ProcessBoundedSemaphore.Create($"{name}.bounded", 1);

    public ProcessEvent Event { get; } = name is null ? new() : ProcessEvent.Create($"{name}.event");

    public ProcessCondition Condition { get; } = name is null ? new() : ProcessCondition.Create($"{name}.condition");

    public ProcessBarrier Barrier { get; } = name is null ? new(2) : ProcessBarrier.Create($"{name}.barrier", 2);

    public SharedValue<int> Value { get; } = name is null ? new() : SharedValue<int>.Create($"{name}.value");

    public SharedArray<int> Array { get; } = name is null ? new(100) : SharedArray<int>.Create($"{name}.array", 100);

    public SharedMemory Memory { get; } = name is null ? new(10_000) : SharedMemory.Create($"{name}.memory", 10_000);

    public SharedList List { get; } = name is null ? new(0, "text") : SharedList.Create($"{name}.list", 0, "text");

    /// <summary>A process that uses all of them, and has been started.</summary>
    public ChildProcess<bool> Take() =>
        new SharedDataJobs.TakeAllProcess(Lock, Reentrant, Semaphore, Bounded, Event, Condition, Barrier, Value, Array, Memory, List).Started();

    /// <summary>Uses all of them here, so that whatever is made on first use is made.</summary>
    public void Use()
    {
        using (Lock.Acquire())
        using (Reentrant.Acquire())
        using (Semaphore.Acquire())
        using (Bounded.Acquire())
        using (Condition.Acquire())
        using (Value.Acquire())
        using (Array.Acquire())
        using (List.Acquire())
        {
            Event.Set();
            Condition.NotifyAll();
            Condition.Wait(TimeSpan.Zero);
            Value.Add(1);
            Array.Add(0, 1);
            Memory.Write(0, 1);
            List[0] = 1;
            _ = Barrier.WaitingCount;
        }
    }

    public void Dispose()
    {
        foreach (IDisposable one in (IDisposable[])[Lock, Reentrant, Semaphore, Bounded, Event, Condition, Barrier, Value, Array, Memory, List])
        {
            one.Dispose();
        }
    }
}
