namespace ProcGen;

/// <summary>A call was refused because as many wait as may (<see cref="ProcessPoolOptions.QueueLimit"/>, <see cref="QueueFullMode.Reject"/>). Python: <c>queue.Full</c>.</summary>
public sealed class PoolFullException : ProcessException
{
    internal PoolFullException(string message)
        : base(message)
    {
    }
}
