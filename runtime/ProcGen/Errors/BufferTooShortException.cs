namespace ProcGen;

/// <summary>A message did not fit into the buffer that it was to be received into. It has been received, and is here. Python: <c>BufferTooShort</c>.</summary>
public sealed class BufferTooShortException : ProcessException
{
    internal BufferTooShortException(byte[] received, int bufferLength)
        : base($"A message of {received.Length:N0} bytes was received into a buffer of {bufferLength:N0}. The exception holds all of it.") => Received = received;

    /// <summary>One that comes from another process.</summary>
    internal BufferTooShortException(string message, byte[] received)
        : base(message) => Received = received;

    /// <summary>The whole message.</summary>
    public ReadOnlyMemory<byte> Received { get; }
}
