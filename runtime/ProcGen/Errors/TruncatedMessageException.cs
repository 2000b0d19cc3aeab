namespace ProcGen;

/// <summary>The other side ended in the middle of a message: its process died while it sent. What had arrived of the message is dropped; nothing follows. Only over sockets: a message through a pipe is there whole, or not at all. Python: <c>OSError</c>.</summary>
public sealed class TruncatedMessageException : ProcessException
{
    internal TruncatedMessageException(long received, long length)
        : base($"The other side ended in the middle of a message: {received:N0} of its {length:N0} bytes had arrived.")
    {
        Received = received;
        Length = length;
    }

    /// <summary>How many bytes of the message had arrived.</summary>
    public long Received { get; }

    /// <summary>How many bytes the message was to have.</summary>
    public long Length { get; }
}
