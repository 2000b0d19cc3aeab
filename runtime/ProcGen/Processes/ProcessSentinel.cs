using ProcGen.Waiting;

namespace ProcGen;

/// <summary>Stands for the end of a process (<see cref="ChildProcess.Sentinel"/>): a handle for the waits of .NET, and for <see cref="ProcessWait"/>. Python: <c>sentinel</c>.</summary>
/// <remarks>It belongs to its <see cref="ChildProcess"/>: do not dispose of it. Safe for use from any thread.</remarks>
public sealed class ProcessSentinel : WaitHandle, IWaitable
{
    private readonly ManualResetEvent _ended = new(initialState: false);
    private readonly ChildRun _run;

    internal ProcessSentinel(ChildRun run)
    {
        _run = run;
        SafeWaitHandle = _ended.SafeWaitHandle;
        run.WaitForExitAsync(CancellationToken.None).ContinueWith(_ => _ended.Set(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    IWaitStep IWaitable.NewWaitStep() => _run.NewWaitStep();
}
