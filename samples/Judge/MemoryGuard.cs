using System.ComponentModel;
using System.Diagnostics;

namespace Judge;

// The pool limits what the garbage collector gives out. Whoever gets his memory from somewhere else is found here: whoever is far beyond what
// the limit and the runtime together explain is killed.
internal sealed class MemoryGuard(long limit) : IProgress<int>, IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(10);

    private readonly CancellationTokenSource _stop = new();
    private Task _watching = Task.CompletedTask;

    /// <summary>Whether it has killed the process.</summary>
    public bool HasKilled { get; private set; }

    /// <summary>Watches a process from now on.</summary>
    public void Report(int value) => _watching = WatchAsync(value);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _watching;
        _stop.Dispose();
    }

    private async Task WatchAsync(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            using PeriodicTimer timer = new(Interval);
            while (await timer.WaitForNextTickAsync(_stop.Token))
            {
                process.Refresh();
                if (process.WorkingSet64 > limit)
                {
                    process.Kill();
                    HasKilled = true;
                    return;
                }
            }
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException or Win32Exception or OperationCanceledException)
        {
            // It has ended, or it need not be watched any more.
        }
    }
}
