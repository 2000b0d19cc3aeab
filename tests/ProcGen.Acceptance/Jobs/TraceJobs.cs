using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace ProcGen.Acceptance;

/// <summary>Targets that tell which trace they run under.</summary>
public static partial class TraceJobs
{
    private static readonly ConcurrentQueue<Spanned> Heard = new();
    private static ActivityListener? s_listener;

    /// <summary>The activity that the target finds; null where there is none.</summary>
    [ProcessTarget]
    public static Found? Find() => Describe();

    [ProcessTarget]
    public static async Task<Found?> FindLaterAsync()
    {
        await Task.Yield();
        return Describe();
    }

    [ProcessTarget]
    public static async IAsyncEnumerable<Found?> FindTwice()
    {
        yield return Describe();
        await Task.Yield();
        yield return Describe();
    }

    [ProcessTarget]
    public static Found? FindFor(int number) => Describe();

    /// <summary>Whether the assembly with the activities has been loaded here.</summary>
    [ProcessTarget]
    public static bool HasLoadedActivities() => AppDomain.CurrentDomain.GetAssemblies().Any(static assembly => assembly.GetName().Name == "System.Diagnostics.DiagnosticSource");

    /// <summary>Listens in this worker from now on.</summary>
    [ProcessTarget]
    public static void Listen()
    {
        s_listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == "ProcGen",
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = static activity => Heard.Enqueue(Spanned.Of(activity)),
        };
        ActivitySource.AddActivityListener(s_listener);
    }

    /// <summary>The spans that have ended in this worker.</summary>
    [ProcessTarget]
    public static Spanned[] Hear() => [.. Heard];

    // Only where it is called may the types of activities be looked up.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Found? Describe() =>
        Activity.Current is { } activity ? new Found(activity.TraceId.ToString(), activity.ParentSpanId.ToString(), activity.TraceStateString, activity.HasRemoteParent) : null;
}

public sealed record Found(string TraceId, string ParentSpanId, string? TraceState, bool HasRemoteParent);

/// <summary>A span that has ended.</summary>
public sealed record Spanned(string Name, string Kind, string TraceId, string SpanId, string ParentSpanId, string Status, Dictionary<string, string?> Tags)
{
    public static Spanned Of(Activity activity) => new(
        activity.OperationName,
        activity.Kind.ToString(),
        activity.TraceId.ToString(),
        activity.SpanId.ToString(),
        activity.ParentSpanId.ToString(),
        activity.Status.ToString(),
        activity.TagObjects.ToDictionary(static tag => tag.Key, static tag => tag.Value?.ToString()));
}
