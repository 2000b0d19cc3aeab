using System.Diagnostics;
using ProcGen.Hosting;

namespace ProcGen.Pools;

// The caller's side of tracing: a span from the call's making to its outcome, which the target's span in the worker continues.
//
// It stands between the call and the pool as the call's observer, so that a call that nobody traces has nothing of it, not even a field.
// Who has no listener but a current activity (a web request, say) has that carried on: its trace goes through the worker, without a span of ours.
internal sealed class CallTrace : ICallObserver
{
    private readonly PoolCore _pool;
    private readonly Activity? _span;

    private CallTrace(PoolCore pool, Activity? span, Activity parent)
    {
        _pool = pool;
        _span = span;
        TraceParent = parent.Id;
        TraceState = parent.TraceStateString;
    }

    public string? TraceParent { get; }

    public string? TraceState { get; }

    /// <summary>Who observes a call: a trace, or the pool itself where nobody traces. Runs code of listeners: not under the lock.</summary>
    public static ICallObserver Begin(PoolCore pool, PendingCall pending)
    {
        Activity? current = Activity.Current;
        if (current is null && !Spans.Source.HasListeners())
        {
            return pool;
        }

        string target = pending.Call.Target.Name;
        Activity? span = Spans.Source.StartActivity(target, ActivityKind.Client);
        if (span is not null)
        {
            // The caller goes on in its own span, and not in this one.
            Activity.Current = current;
            span.SetTag(Spans.Target, target);
            span.SetTag(Spans.Pool, pool.Name);
            if (pending.Options.Tag is { } tag)
            {
                span.SetTag(Spans.Tag, tag);
            }
        }

        return (span ?? current) is { IdFormat: ActivityIdFormat.W3C } parent ? new CallTrace(pool, span, parent) : pool;
    }

    public void OnEnded(PendingCall pending)
    {
        ((ICallObserver)_pool).OnEnded(pending);
        End(PoolCore.OutcomeOf(pending.Failure), pending.Failure, pending);
    }

    /// <summary>The pool did not take the call.</summary>
    public void Refuse(PendingCall pending, Exception exception) => End("refused", exception, pending);

    private void End(string outcome, Exception? failure, PendingCall pending)
    {
        if (_span is null)
        {
            return;
        }

        // Whoever ends a call has a span of its own.
        Activity? current = Activity.Current;
        _span.SetTag(Spans.Outcome, outcome);
        _span.SetTag(Spans.Attempt, pending.Attempt);
        if (pending.Link is { } link)
        {
            _span.SetTag(Spans.WorkerProcessId, link.ProcessId);
        }

        if (failure is not null)
        {
            _span.SetTag("error.type", failure.GetType().FullName);
            _span.SetStatus(ActivityStatusCode.Error);
        }

        _span.Dispose();
        Activity.Current = current;
    }
}
