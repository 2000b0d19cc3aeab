using ProcGen.CompilerServices;
using ProcGen.Hosting;

namespace ProcGen;

/// <summary>A <see cref="ChildProcess"/> whose target gives a result. Python has none: its users build a queue for it.</summary>
/// <typeparam name="TResult">The result.</typeparam>
public abstract class ChildProcess<TResult> : ChildProcess
{
    /// <summary>Prepares a process; nothing is started.</summary>
    protected ChildProcess()
    {
    }

    /// <summary>The result; waits for it.</summary>
    /// <exception cref="InvalidOperationException">It has not been started.</exception>
    /// <exception cref="ObjectDisposedException">It was disposed of before it gave its result.</exception>
    /// <exception cref="ProcessStartException">It could not be started.</exception>
    /// <exception cref="ProcessLostException">It ended without giving one.</exception>
    /// <remarks>What the target threw is thrown here, with its type where that can be rebuilt, else as <see cref="RemoteException"/>.</remarks>
    public TResult Result => Outcome().GetAwaiter().GetResult();

    /// <summary>The result.</summary>
    /// <param name="cancellationToken">Ends the wait; the process goes on.</param>
    /// <exception cref="InvalidOperationException">It has not been started.</exception>
    /// <exception cref="ProcessStartException">It could not be started.</exception>
    /// <exception cref="ProcessLostException">It ended without giving one.</exception>
    public Task<TResult> GetResultAsync(CancellationToken cancellationToken = default) => Outcome().WaitAsync(cancellationToken);

    /// <summary>Runs the target in this process and returns its result. A class of yours overrides it; the override is what <see cref="ChildProcess.Start()"/> runs in the child.</summary>
    public new virtual TResult Run() => InvokeHereAsync(CancellationToken.None).GetAwaiter().GetResult();

    /// <summary>Runs the target in this process. A class of yours may override it instead of <see cref="Run"/>.</summary>
    /// <param name="cancellationToken">Cancelled when somebody calls <see cref="ChildProcess.Cancel"/>, and when the parent is gone.</param>
    public new virtual Task<TResult> RunAsync(CancellationToken cancellationToken = default) => InvokeHereAsync(cancellationToken);

    private protected sealed override PendingCall CreatePending(TargetCall call) => new PendingResult<TResult>((TargetCall<TResult>)call, callerReads: false, CancellationToken.None);

    private protected sealed override void RunHere() => Run();

    private protected sealed override Task RunHereAsync(CancellationToken cancellationToken) => RunAsync(cancellationToken);

    private async Task<TResult> InvokeHereAsync(CancellationToken cancellationToken) =>
        await ((TargetCall<TResult>)CreateCall()).InvokeAsync(new CallContext(cancellationToken)).ConfigureAwait(false);

    // A result that is there stays readable after Dispose.
    private Task<TResult> Outcome() => ((PendingResult<TResult>)StartedOrEnded().Pending).Task;
}
