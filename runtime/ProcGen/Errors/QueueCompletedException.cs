namespace ProcGen;

/// <summary>A queue was completed: nothing can be put any more, or nothing will come any more.</summary>
public sealed class QueueCompletedException : ProcessException
{
    internal QueueCompletedException(string message)
        : base(message)
    {
    }
}
