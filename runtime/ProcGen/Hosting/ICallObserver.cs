namespace ProcGen.Hosting;

/// <summary>Who is told of a call's outcome, before its caller is.</summary>
internal interface ICallObserver
{
    /// <summary>The span that the target's is to continue, as W3C writes it; null where nobody traces.</summary>
    string? TraceParent => null;

    /// <summary>What belongs to it, as W3C writes it; null for nothing.</summary>
    string? TraceState => null;

    /// <summary>The call has ended. Must not throw or wait.</summary>
    void OnEnded(PendingCall pending);
}
