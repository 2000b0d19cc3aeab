namespace ProcGen.Benchmarks;

/// <summary>Keeps every processor busy as long as it is there.</summary>
internal sealed class BusyCores : IDisposable
{
    private readonly SynchronizationJobs.SpinProcess[] _processes = [.. Enumerable.Range(0, Environment.ProcessorCount).Select(static _ => new SynchronizationJobs.SpinProcess { IsDaemon = true })];

    public BusyCores()
    {
        foreach (SynchronizationJobs.SpinProcess process in _processes)
        {
            process.Start();
        }

        // Until they have started and the scheduler knows what they are like.
        Thread.Sleep(500);
    }

    public void Dispose()
    {
        foreach (SynchronizationJobs.SpinProcess process in _processes)
        {
            process.Kill();
            process.Join();
            process.Dispose();
        }
    }
}
