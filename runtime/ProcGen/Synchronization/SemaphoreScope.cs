namespace ProcGen;

/// <summary>A permit that was acquired; disposing of it gives the permit back. Python: <c>with semaphore:</c>.</summary>
public readonly struct SemaphoreScope : IDisposable
{
    private readonly ProcessSemaphoreBase? _semaphore;

    internal SemaphoreScope(ProcessSemaphoreBase semaphore) => _semaphore = semaphore;

    /// <summary>Gives the permit back.</summary>
    public void Dispose() => _semaphore?.Release();
}
