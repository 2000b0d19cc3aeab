namespace ProcGen;

/// <summary>A message would be larger than its limit. Nothing has been sent.</summary>
public sealed class MessageTooLargeException : UnserializableValueException
{
    internal MessageTooLargeException(long size, long limit)
        : base($"The message needs at least {size:N0} bytes and may have {limit:N0}. Send it in parts, or send the name of a file or of shared memory that holds the data.")
    {
        Size = size;
        Limit = limit;
    }

    /// <summary>How many bytes the message needed when it was refused; the whole may be larger.</summary>
    public long Size { get; }

    /// <summary>How many bytes it may have.</summary>
    public long Limit { get; }
}
