using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;

namespace ProcGen.Benchmarks.InProcess;

/// <summary>What nobody else wants at the moment: ours, that other processes could have, and those of one process.</summary>
[GroupBenchmarksBy(BenchmarkLogicalGroupRule.ByCategory)]
[CategoriesColumn]
public class Synchronization : IDisposable
{
    private readonly ProcessLock _processLock = new();
    private readonly ProcessSemaphore _processSemaphore = new(1);
    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _semaphore = new(1);

    [Benchmark(Baseline = true), BenchmarkCategory("lock")]
    public void HoldProcessLock() => _processLock.Acquire().Dispose();

    [Benchmark, BenchmarkCategory("lock")]
    public void HoldLock() => _lock.EnterScope().Dispose();

    [Benchmark(Baseline = true), BenchmarkCategory("semaphore")]
    public void HoldProcessSemaphore()
    {
        _processSemaphore.Acquire();
        _processSemaphore.Release();
    }

    [Benchmark, BenchmarkCategory("semaphore")]
    public void HoldSemaphoreSlim()
    {
        _semaphore.Wait();
        _semaphore.Release();
    }

    [GlobalCleanup]
    public void Dispose()
    {
        _processLock.Dispose();
        _processSemaphore.Dispose();
        _semaphore.Dispose();
        GC.SuppressFinalize(this);
    }
}
