using ProcGen.Waiting;

namespace ProcGen;

/// <summary>Something that <see cref="ProcessWait"/> waits for: a <see cref="Connection{T}"/>, a queue, a <see cref="ProcessEvent"/>, a <see cref="ChildProcess"/> or its <see cref="ProcessSentinel"/>. Python: what <c>multiprocessing.connection.wait</c> takes.</summary>
/// <remarks>Made by ProcGen only.</remarks>
public interface IWaitable
{
    /// <summary>Begins a wait until it is ready. The step only looks: it takes nothing, and one that is completed stays so.</summary>
    /// <remarks>
    /// Who looks only must not swallow a wake that was for one who takes: words that wake one sleeper at a time need a step that hands the wake
    /// on (<see cref="IWaitStep.TryComplete"/> after a sleep, <see cref="IWaitStep.Abandon"/>).
    /// </remarks>
    internal IWaitStep NewWaitStep();
}
