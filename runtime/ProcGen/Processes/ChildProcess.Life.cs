using System.ComponentModel;
using System.Runtime.CompilerServices;
using ProcGen.CompilerServices;
using ProcGen.Hosting;
using ProcGen.Waiting;

namespace ProcGen;

public abstract partial class ChildProcess
{
    /// <summary>Starts the process. It returns when the process exists; what goes wrong later is in <see cref="Exception"/>, and thrown by what waits for a result.</summary>
    /// <exception cref="InvalidOperationException">
    /// It was started before; or the current process is a daemon, or a child that has not finished bootstrapping; or this program cannot be started again.
    /// </exception>
    /// <exception cref="ObjectDisposedException">It has been disposed of.</exception>
    /// <exception cref="UnserializableValueException">An argument cannot cross.</exception>
    /// <exception cref="ProcessStartException">The system refused, for example because the program's file is missing.</exception>
    /// <exception cref="PlatformNotSupportedException">Child processes are not written for this system yet.</exception>
    public void Start() => StartOnce(printsFault: true);

    /// <summary>Waits until it has ended and its captured lines have been handled. May be called again and from several threads.</summary>
    /// <exception cref="InvalidOperationException">It has not been started, or it is the current process.</exception>
    /// <exception cref="ObjectDisposedException">It has been disposed of.</exception>
    public void Join() => Joinable().WaitForExit(Timeout.Infinite);

    /// <summary>Waits until it has ended, or the time is up; then the process is left alone.</summary>
    /// <param name="timeout">Zero or negative asks only; <see cref="Timeout.InfiniteTimeSpan"/> waits without end.</param>
    /// <returns>Whether it has ended.</returns>
    /// <exception cref="InvalidOperationException">It has not been started, or it is the current process.</exception>
    /// <exception cref="ObjectDisposedException">It has been disposed of.</exception>
    public bool Join(TimeSpan timeout)
    {
        TimeSpan time = Durations.ForTimerOrNow(timeout);
        return Joinable().WaitForExit((int)Math.Ceiling(time.TotalMilliseconds));
    }

    /// <summary>Waits until it has ended.</summary>
    /// <exception cref="InvalidOperationException">It has not been started, or it is the current process.</exception>
    /// <exception cref="ObjectDisposedException">It has been disposed of.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled; the process is left alone.</exception>
    public Task WaitForExitAsync(CancellationToken cancellationToken = default) => Joinable().WaitForExitAsync(cancellationToken);

    /// <summary>Asks the target to stop, by its <see cref="CancellationToken"/>. Without effect on a target that takes none, or has ended.</summary>
    /// <exception cref="InvalidOperationException">It has not been started.</exception>
    public void Cancel() => Started().Cancel();

    /// <summary>Sends the interrupt signal (SIGINT), as Ctrl+C does: cancels a target that takes a token, ends one that does not. Without effect when it has ended.</summary>
    /// <exception cref="InvalidOperationException">It has not been started.</exception>
    public void Interrupt() => Started().Link.SendSignal(SignalNames.Interrupt);

    /// <summary>Asks it to end (SIGTERM): its exit handlers run, <c>finally</c> blocks do not. Its exit code is then -15. Its own children end with it. Without effect when it has ended.</summary>
    /// <exception cref="InvalidOperationException">It has not been started.</exception>
    public void Terminate() => Started().Link.SendSignal(SignalNames.Terminate);

    /// <summary>Ends it at once (SIGKILL): nothing of it runs any more. Its exit code is then -9. Its own children end with it. Without effect when it has ended.</summary>
    /// <exception cref="InvalidOperationException">It has not been started.</exception>
    public void Kill() => Started().Link.SendSignal(SignalNames.Kill);

    /// <summary>
    /// Lets go of it. One that has been started and still runs is given <see cref="GracePeriod"/> to end by itself if its target has returned,
    /// else it is terminated, and killed if that does not help; one that lives on without its parent is left alone. What is known of it stays
    /// readable; everything else then throws. Safe to call more than once.
    /// </summary>
    public void Dispose()
    {
        DisposeAsync().AsTask().GetAwaiter().GetResult();
        GC.SuppressFinalize(this);
    }

    /// <inheritdoc cref="Dispose"/>
    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            if (_isDisposed)
            {
                return;
            }

            _isDisposed = true;
        }

        if (_run is { } run && OnParentExit == OnParentExit.End)
        {
            // A target that has returned is on its way out; its exit handlers are given their time.
            if (run.Pending.HasEnded || run.Link.HasEndedItsCall)
            {
                await run.Link.Exited.WaitAsync(Durations.ForTimer(GracePeriod)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }

            if (!run.Link.Exited.IsCompleted)
            {
                await Task.Run(() => ProcessTree.End([run.Link], GracePeriod)).ConfigureAwait(false);
            }
        }

        GC.SuppressFinalize(this);
    }

    /// <summary>Ties cancellation to a token that was given as an argument. Called by generated constructors.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected void CancelWith(CancellationToken cancellationToken) => _cancelWith = cancellationToken;

    /// <summary>Starts a process, waits for its end, and disposes of it. Called by generated code.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected static async Task RunToEndAsync(ChildProcess process, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(process);
        await using (process.ConfigureAwait(false))
        {
            process.StartToResult(cancellationToken);
            await process.CompletionAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Starts a process, waits for its result, and disposes of it. Called by generated code.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected static async Task<TResult> RunToResultAsync<TResult>(ChildProcess<TResult> process, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(process);
        await using (process.ConfigureAwait(false))
        {
            process.StartToResult(cancellationToken);
            await process.CompletionAsync(cancellationToken).ConfigureAwait(false);
            return await process.GetResultAsync(CancellationToken.None).ConfigureAwait(false);
        }
    }

    /// <summary>Starts a process, gives the items of its stream, and disposes of it. Called by generated code.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected static async IAsyncEnumerable<TItem> RunToStreamAsync<TItem>(StreamingChildProcess<TItem> process, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(process);
        await using (process.ConfigureAwait(false))
        {
            process.StartToResult(cancellationToken);
            await foreach (TItem item in process.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            {
                yield return item;
            }
        }
    }

    // The process of a caller that waits for its outcome anyway: it need not shout.
    internal void StartToResult(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        StartOnce(printsFault: false);
    }

    private protected ChildRun Started()
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        return _run ?? throw NotStarted();
    }

    private protected ChildRun StartedOrEnded() => _run ?? Started();

    private InvalidOperationException NotStarted() => new($"Process '{Name}' has not been started. Call {nameof(Start)} first.");

    private ChildRun Joinable() => _isInside ? throw new InvalidOperationException("A process cannot join itself.") : Started();

    // Cancellation asks the target to stop and then waits for it for the grace; who does not heed is ended.
    private async Task CompletionAsync(CancellationToken cancellationToken)
    {
        ChildRun run = Started();
        Task completion = run.Pending.Completion;
        TaskCompletionSource cancelled = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using (cancellationToken.UnsafeRegister(
            _ =>
            {
                run.Cancel();
                cancelled.TrySetResult();
            },
            null))
        {
            await Task.WhenAny(completion, cancelled.Task).ConfigureAwait(false);
            if (!completion.IsCompleted)
            {
                await completion.WaitAsync(Durations.ForTimer(GracePeriod), CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }

            if (!completion.IsCompleted || completion is { IsFaulted: true, Exception.InnerException: OperationCanceledException })
            {
                cancellationToken.ThrowIfCancellationRequested();
            }

            await completion.ConfigureAwait(false);
        }
    }

    private void StartOnce(bool printsFault)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            if (_isInside || _run is not null)
            {
                throw new InvalidOperationException($"Process '{Name}' has been started already. A process object starts one process: make a new one.");
            }

            if (ProcessInfo.Current.IsDaemon)
            {
                throw new InvalidOperationException(
                    $"Process '{Name}' was not started: the current process '{ProcessInfo.Current.Name}' is a daemon, and daemons may not have children. Start it from a process with IsDaemon = false, or use a pool, whose workers may have children.");
            }

            _run = ChildRun.Start(this, CreatePending(CreateCall()), Specify(printsFault));
        }

        if (_cancelWith.CanBeCanceled)
        {
            _cancelWith.UnsafeRegister(static run => ((ChildRun)run!).Cancel(), _run);
        }
    }

    private ChildSpecification Specify(bool printsFault) => new()
    {
        Name = Name,
        IsDaemon = IsDaemon,
        IsWorker = false,
        AuthKey = AuthKey.ToArray(),
        OnParentExit = OnParentExit,
        PrintsFault = printsFault,
        Output = Output,
        OutputReceived = line => OutputReceived?.Invoke(line),
        Environment = EnvironmentVariables,
        WorkingDirectory = WorkingDirectory,
        Executable = Executable,
        HeapLimit = HeapLimit,
        StartTimeout = StartTimeout,
        MessageLimit = MessageLimit,
    };
}
