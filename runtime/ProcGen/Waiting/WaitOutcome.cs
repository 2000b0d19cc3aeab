namespace ProcGen.Waiting;

/// <summary>How a wait ended.</summary>
internal enum WaitOutcome
{
    Completed,
    TimedOut,
    Cancelled,
}

internal static class WaitOutcomes
{
    extension(WaitOutcome outcome)
    {
        /// <summary>Whether the wait was completed; a cancelled one throws.</summary>
        public bool IsCompleted(CancellationToken cancellationToken) =>
            outcome == WaitOutcome.Cancelled ? throw new OperationCanceledException(cancellationToken) : outcome == WaitOutcome.Completed;
    }
}
