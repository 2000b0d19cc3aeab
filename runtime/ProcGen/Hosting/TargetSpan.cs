using System.Diagnostics;

namespace ProcGen.Hosting;

// The child's span of a call that its caller traces. Nothing here is touched where nobody does: the assembly with the activities is not even
// loaded then.
internal sealed class TargetSpan : IDisposable
{
    private readonly Activity _activity;
    private readonly CancellationToken _cancellation;
    private bool _hasSucceeded;

    private TargetSpan(Activity activity, CancellationToken cancellation)
    {
        _activity = activity;
        _cancellation = cancellation;
    }

    /// <summary>Begins the span: from here on it is <see cref="Activity.Current"/>, whether or not somebody in this process listens.</summary>
    public static TargetSpan Start(TraceContext parent, string target, int attempt, CancellationToken cancellation)
    {
        Activity activity = ActivityContext.TryParse(parent.TraceParent, parent.TraceState, isRemote: true, out ActivityContext context)
            && Spans.Source.StartActivity(ActivityKind.Server, context, name: target) is { } listened
            ? listened
            : StartUnheard(parent, target);
        activity.SetTag(Spans.Target, target);
        activity.SetTag(Spans.Attempt, attempt);
        activity.SetTag(Spans.WorkerProcessId, Environment.ProcessId);
        return new TargetSpan(activity, cancellation);
    }

    /// <summary>The target has given its result.</summary>
    public void Succeed() => _hasSucceeded = true;

    public void Dispose()
    {
        _activity.SetTag(Spans.Outcome, _hasSucceeded ? "completed" : _cancellation.IsCancellationRequested ? "cancelled" : "failed");
        if (!_hasSucceeded)
        {
            _activity.SetStatus(ActivityStatusCode.Error);
        }

        _activity.Dispose();
    }

    // Whoever the target calls next, through a client that carries the context on, is to be found under the caller's trace all the same.
    private static Activity StartUnheard(TraceContext parent, string target)
    {
        Activity activity = new(target) { TraceStateString = parent.TraceState };
        return activity.SetParentId(parent.TraceParent).Start();
    }
}
