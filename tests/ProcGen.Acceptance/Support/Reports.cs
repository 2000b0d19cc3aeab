using System.Collections.Concurrent;

namespace ProcGen.Acceptance;

/// <summary>What a target reports, in order: how tests learn where a child stands.</summary>
internal sealed class Reports<T> : IProgress<T>
{
    private readonly TaskCompletionSource<T> _first = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ConcurrentQueue<T> All { get; } = new();

    public Task<T> First => _first.Task.Soon();

    public void Report(T value)
    {
        All.Enqueue(value);
        _first.TrySetResult(value);
    }
}
