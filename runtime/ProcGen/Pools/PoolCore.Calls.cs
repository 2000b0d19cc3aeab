using System.Diagnostics;
using System.Runtime.CompilerServices;
using ProcGen.CompilerServices;
using ProcGen.Hosting;

namespace ProcGen.Pools;

// Two ways through the pool.
// - Invoke: the caller waits anyway, so it does the work: it sends to the worker and reads its answer on its own thread. When all workers are
//   busy it sleeps until one is handed to it.
// - InvokeAsync and StreamAsync: arguments are written at the call, since its caller goes on and may change them; whoever frees a worker
//   sends the next call to it, and the reactor reads what comes back. Where calls are short, the next ones are there already (PoolScheduler):
//   what its worker has not begun is taken back when another is idle, when it takes long, and when its caller wants it no more. A caller
//   that uses to wait for each call before it makes the next looks for a moment itself, for that is a tenth of the way over two threads.
internal sealed partial class PoolCore
{
    private readonly List<TaskCompletionSource> _waitingForRoom = [];
    private readonly CallerHabit _habit = new();

    public TResult Invoke<TResult>(TargetCall<TResult> call, CallOptions options, CancellationToken cancellationToken, PoolWorker? only = null)
    {
        ArgumentNullException.ThrowIfNull(call);
        cancellationToken.ThrowIfCancellationRequested();
        PendingResult<TResult> pending = new(call, callerReads: true, cancellationToken) { Options = options };
        ChildLink? link = Submit(pending, only, cancellationToken);
        using (cancellationToken.CanBeCanceled ? cancellationToken.UnsafeRegister(static state => Cancel(state), (this, (PendingCall)pending)) : default)
        {
            while ((link ?? pending.WaitForChild()) is { } child)
            {
                link = null;
                SendHere(child, pending);
            }
        }

        return pending.Take();
    }

    public Task<TResult> InvokeAsync<TResult>(TargetCall<TResult> call, CallOptions options, CancellationToken cancellationToken, PoolWorker? only = null)
    {
        ArgumentNullException.ThrowIfNull(call);
        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled<TResult>(cancellationToken);
        }

        PendingResult<TResult> pending = new(call, callerReads: false, cancellationToken) { Options = options };
        try
        {
            Begin(pending, only, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled<TResult>(cancellationToken);
        }
        catch (Exception exception) when (exception is ProcessException or InvalidOperationException)
        {
            return Task.FromException<TResult>(exception);
        }

        return pending.Task;
    }

    public async IAsyncEnumerable<TItem> StreamAsync<TItem>(
        TargetStreamCall<TItem> call, CallOptions options, PoolWorker? only, object keptAlive, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(call);
        cancellationToken.ThrowIfCancellationRequested();
        PendingStream<TItem> pending = new(call) { Options = options };
        Begin(pending, only, cancellationToken);
        await foreach (TItem item in pending.ReadAsync(count => Credit(pending, count), () => Cancel(pending), cancellationToken).ConfigureAwait(false))
        {
            yield return item;
        }

        GC.KeepAlive(keptAlive);
    }

    private void Begin(PendingCall pending, PoolWorker? only, CancellationToken cancellationToken)
    {
        pending.Encode(_options.MessageLimit);
        try
        {
            Submit(pending, only, cancellationToken);
        }
        catch
        {
            pending.Dispose();
            throw;
        }

        if (cancellationToken.CanBeCanceled && !pending.HasEnded)
        {
            CancellationTokenRegistration registration = cancellationToken.UnsafeRegister(static state => Cancel(state), (this, pending));
            pending.Completion.ContinueWith(
                static (_, state) => ((CancellationTokenRegistration)state!).Unregister(), registration, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
    }

    /// <summary>Takes a call. Returns the child for a caller that reads by itself, when there is one now.</summary>
    private ChildLink? Accept(PendingCall pending, PoolWorker? only, CancellationToken cancellationToken)
    {
        PoolWorker? worker;
        bool glances;
        while (true)
        {
            TaskCompletionSource room;
            lock (_gate)
            {
                ThrowIfClosed();
                if (!IsFull())
                {
                    _calls++;
                    pending.MadeAt = Stopwatch.GetTimestamp();
                    glances = !pending.CallerReads && _habit.ShouldGlance(othersAreUnderWay: !_scheduler.IsEmpty) && only is null && pending.MayGoAhead;
                    worker = only is null ? _scheduler.Submit(pending) : SubmitTo(only, pending);
                    if (worker is not null)
                    {
                        Assign(worker, pending, glances);
                    }

                    break;
                }

                if (_options.QueueFullMode == QueueFullMode.Reject)
                {
                    throw new PoolFullException($"Pool '{_name}' did not take {pending.Call.Target}: {_scheduler.QueueLength} calls wait, and no more may.");
                }

                _waitingForRoom.Add(room = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
            }

            room.Task.Wait(cancellationToken);
        }

        if (worker is null)
        {
            Grow();
            return null;
        }

        if (pending.CallerReads)
        {
            return worker.Link;
        }

        Send(worker.Link!, pending);
        if (glances)
        {
            worker.Link!.ReadForAMoment(pending);
        }

        return null;
    }

    private PoolWorker? SubmitTo(PoolWorker worker, PendingCall pending) =>
        _scheduler.SubmitTo(worker, pending) switch
        {
            true => worker,
            false => null,
            null => throw new InvalidOperationException($"Worker {worker.Name} of pool '{_name}' has ended."),
        };

    private bool IsFull() => _options.QueueLimit is { } limit && _scheduler.IdleCount == 0 && _scheduler.QueueLength >= limit;

    // Under the lock: a worker gets a call, now or after the one that it has.
    private void Assign(PoolWorker worker, PendingCall pending, bool callerGlances = false)
    {
        pending.CallerGlances = callerGlances;
        pending.Link = worker.Link;
        worker.Link!.Give(pending);
        pending.Dispatches++;
        worker.Calls++;
        if (_scheduler.CallOf(worker) == pending)
        {
            worker.GivenAt = Stopwatch.GetTimestamp();
        }
    }

    // Under the lock: the queue is shorter than it was.
    private TaskCompletionSource[] TakeThoseWaitingForRoom()
    {
        if (_waitingForRoom.Count == 0)
        {
            return [];
        }

        TaskCompletionSource[] all = [.. _waitingForRoom];
        _waitingForRoom.Clear();
        return all;
    }

    private void SendHere<TResult>(ChildLink link, PendingResult<TResult> pending)
    {
        using Timer? limit = Limit(pending);
        try
        {
            if (link.TrySend(pending))
            {
                link.ReadUntilEnd(pending);
            }
        }
        catch (Exception exception)
        {
            // An argument does not cross, or its own code threw while it was read. Nothing has been sent: the worker is free for the next.
            pending.Fail(exception);
            link.Drop(pending);
            OnCallEnded((PoolWorker)link.Tag!);
        }
    }

    private void Send(ChildLink link, PendingCall pending)
    {
        if (pending.CallerReads)
        {
            if (!pending.TryAssign(link))
            {
                // Its first worker died while its arguments were written, which threw then: nobody waits for another worker.
                link.Drop(pending);
                OnCallEnded((PoolWorker)link.Tag!);
            }
        }
        else
        {
            // When the worker has ended meanwhile, OnWorkerEnded has the call, or will have it: it was given to that worker under the lock.
            EndWithCall(Limit(pending), pending);
            link.SendGiven();
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
}
