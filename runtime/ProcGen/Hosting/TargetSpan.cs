using System.Diagnostics;
using ProcGen.Serialization;

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

/// <summary>A span of another process, as W3C writes it.</summary>
internal sealed record TraceContext(long CallId, string TraceParent, string? TraceState)
{
    public static void Write(ref WireWriter writer, string traceParent, string? traceState)
    {
        writer.WriteString(traceParent);
        writer.WriteString(traceState);
    }

    public static TraceContext Read(long callId, ref WireReader reader) => new(callId, reader.ReadString() ?? "", reader.ReadString());
}

/// <summary>What spans of calls are called and say, in the pool's process and in the workers'.</summary>
internal static class Spans
{
    public const string Target = "procgen.target";
    public const string Attempt = "procgen.attempt";
    public const string WorkerProcessId = "procgen.worker.pid";
    public const string Outcome = "procgen.outcome";
    public const string Pool = "procgen.pool";
    public const string Tag = "procgen.tag";

    public static ActivitySource Source { get; } = new("ProcGen");
}
