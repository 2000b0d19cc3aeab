namespace ProcGen.CompilerServices;

/// <summary>An executor that can send several calls of a target in one message (<see cref="BatchCall{TInput, TResult}"/>).</summary>
internal interface IBatchExecutor
{
    /// <summary>Whether it may: not where each call has a limit or attempts of its own.</summary>
    bool MayBatch { get; }
}
