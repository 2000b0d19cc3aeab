using System.Runtime.CompilerServices;
using ProcGen.CompilerServices;
using ProcGen.Hosting;
using ProcGen.Pools;

namespace ProcGen;

// Two ways through the pool.
// - Invoke: the caller waits anyway, so it does the work: it sends to the worker and reads its answer on its own thread. When all workers are
//   busy it sleeps until one is handed to it.
// - InvokeAsync and StreamAsync: arguments are written at the call, since its caller goes on and may change them; whoever frees a worker
//   sends the next call to it, and the reactor reads what comes back.
public sealed partial class ProcessPool
{
    internal TResult Invoke<TResult>(TargetCall<TResult> call, CallOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(call);
        cancellationToken.ThrowIfCancellationRequested();
        PendingResult<TResult> pending = new(call, callerReads: true, cancellationToken) { Options = options };
        ChildLink? link = Submit(pending);
        using (cancellationToken.CanBeCanceled ? cancellationToken.UnsafeRegister(static state => Cancel(state), (this, (PendingCall)pending)) : default)
        {
            while ((link ?? pending.WaitForChild()) is { } child)
            {
                link = null;
                SendHere(child, pending);
                if (pending.HasEnded)
                {
                    break;
                }
            }
        }

        return pending.Take();
    }

    internal Task<TResult> InvokeAsync<TResult>(TargetCall<TResult> call, CallOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(call);
        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled<TResult>(cancellationToken);
        }

        PendingResult<TResult> pending = new(call, callerReads: false, cancellationToken) { Options = options };
        try
        {
            Begin(pending, cancellationToken);
        }
        catch (Exception exception) when (exception is ProcessException or InvalidOperationException)
        {
            return Task.FromException<TResult>(exception);
        }

        return pending.Task;
    }

    internal async IAsyncEnumerable<TItem> StreamAsync<TItem>(TargetStreamCall<TItem> call, CallOptions options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(call);
        cancellationToken.ThrowIfCancellationRequested();
        PendingStream<TItem> pending = new(call) { Options = options };
        Begin(pending, cancellationToken);
        await foreach (TItem item in pending.ReadAsync(count => Credit(pending, count), () => Cancel(pending), cancellationToken).ConfigureAwait(false))
        {
            yield return item;
        }
    }

    private void Begin(PendingCall pending, CancellationToken cancellationToken)
    {
        pending.Encode(_options.MessageLimit);
        Submit(pending);
        if (cancellationToken.CanBeCanceled)
        {
            CancellationTokenRegistration registration = cancellationToken.UnsafeRegister(static state => Cancel(state), (this, pending));
            pending.Completion.ContinueWith(
                static (_, state) => ((CancellationTokenRegistration)state!).Unregister(), registration, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
    }

    /// <summary>Takes a call. Returns the child for a caller that reads by itself, when there is one now.</summary>
    private ChildLink? Submit(PendingCall pending)
    {
        PoolWorker? worker;
        lock (_gate)
        {
            ThrowIfClosed();
            worker = _scheduler.Submit(pending);
            pending.Link = worker?.Link;
        }

        if (worker is null)
        {
            return null;
        }

        if (pending.CallerReads)
        {
            return worker.Link;
        }

        Send(worker.Link!, pending);
        return null;
    }

    private void SendHere<TResult>(ChildLink link, PendingResult<TResult> pending)
    {
        using Timer? limit = Limit(pending);
        bool isSent;
        try
        {
            isSent = link.SendCall(pending);
        }
        catch (Exception exception)
        {
            // An argument does not cross, or its own code threw while it was read. Nothing has been sent: the worker is free for the next.
            pending.Fail(exception);
            OnWorkerFree((PoolWorker)link.Tag!);
            return;
        }

        if (isSent)
        {
            link.ReadUntilEnd(pending);
        }
        else
        {
            Return(link, pending);
        }
    }

    private void Send(ChildLink link, PendingCall pending)
    {
        if (pending.CallerReads)
        {
            pending.Assign(link);
        }
        else if (link.SendCall(pending))
        {
            EndWithCall(Limit(pending), pending);
        }
        else
        {
            Return(link, pending);
        }
    }

    // The worker ended between being chosen and being sent to. Whoever takes the call from it, here or in OnWorkerEnded, settles it.
    private void Return(ChildLink link, PendingCall pending)
    {
        PoolWorker? next;
        Exception? loss;
        lock (_gate)
        {
            if (_scheduler.Remove((PoolWorker)link.Tag!) != pending)
            {
                return;
            }

            loss = Settle(pending, link, begun: false, out next);
        }

        Conclude(pending, loss, next);
    }

    /// <summary>Does, outside the lock, what <see cref="Settle"/> decided.</summary>
    private void Conclude(PendingCall pending, Exception? loss, PoolWorker? next)
    {
        if (loss is not null)
        {
            pending.PostFailure(loss);
        }
        else if (next is not null)
        {
            Send(next.Link!, pending);
        }
    }

    private static Timer? Limit(PendingCall pending)
    {
        if (pending.Options.Timeout is not { } timeout)
        {
            return null;
        }

        Timer timer = null!;
        timer = new Timer(_ =>
        {
            if (pending.HasEnded || pending.Link is not { } link)
            {
                return;
            }

            if (!pending.IsTimedOut)
            {
                pending.IsTimedOut = true;
                link.Cancel(pending);
                timer.Change(pending.Options.Grace, Timeout.InfiniteTimeSpan);
            }
            else
            {
                link.KillIfRunning(pending);
            }
        });
        timer.Change(timeout, Timeout.InfiniteTimeSpan);
        return timer;
    }

    private static void EndWithCall(Timer? timer, PendingCall pending)
    {
        if (timer is not null)
        {
            pending.Completion.ContinueWith(static (_, state) => ((Timer)state!).Dispose(), timer, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
    }

    private void Credit(PendingCall pending, int count)
    {
        ChildLink? link;
        lock (_gate)
        {
            link = pending.Link;
        }

        link?.Credit(pending, count);
    }

    private static void Cancel(object? state)
    {
        (ProcessPool pool, PendingCall pending) = ((ProcessPool, PendingCall))state!;
        pool.Cancel(pending);
    }

    private void Cancel(PendingCall pending)
    {
        ChildLink? link;
        bool wasQueued;
        lock (_gate)
        {
            wasQueued = _scheduler.Withdraw(pending);
            link = pending.Link;
        }

        if (wasQueued)
        {
            pending.FailCancelled(new OperationCanceledException());
            CheckEnded();
        }
        else
        {
            link?.Cancel(pending);
        }
    }
}
