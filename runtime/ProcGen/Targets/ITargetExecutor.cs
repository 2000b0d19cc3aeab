using System.ComponentModel;
using ProcGen.CompilerServices;

namespace ProcGen;

/// <summary>Runs calls of targets somewhere: in the workers of a <see cref="ProcessPool"/>, or right here with <see cref="InlineExecutor"/>.</summary>
/// <remarks>
/// For people it is the start of <c>executor.TypeName.Method(...)</c>, which the compiler has for each type with targets; the members below
/// are what that code stands on. Executors are safe for use from any thread.
/// </remarks>
public interface ITargetExecutor
{
    /// <summary>How many calls it can run at the same time.</summary>
    int Parallelism { get; }

    /// <summary>Runs a call and waits for its result.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    TResult Invoke<TResult>(TargetCall<TResult> call, CancellationToken cancellationToken);

    /// <summary>Runs a call and returns at once.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    Task<TResult> InvokeAsync<TResult>(TargetCall<TResult> call, CancellationToken cancellationToken);

    /// <summary>Runs a call when the stream is read, and ends it when the reader leaves.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    IAsyncEnumerable<TItem> StreamAsync<TItem>(TargetStreamCall<TItem> call, CancellationToken cancellationToken);
}
