namespace ProcGen;

/// <summary>The next message is longer than the caller wants to receive. It is still there: receive it with a larger limit, or skip it. Python: <c>OSError</c>, after which the connection is of no use.</summary>
public sealed class MessageTooLongException : ProcessException
{
    internal MessageTooLongException(long length, long limit)
        : base($"The next message has {length:N0} bytes, and at most {limit:N0} were to be received. It is still there: receive it with a larger limit, or skip it.")
    {
        Length = length;
        Limit = limit;
    }

    /// <summary>How many bytes the message has.</summary>
    public long Length { get; }

    /// <summary>How many the caller wanted at most.</summary>
    public long Limit { get; }
}
