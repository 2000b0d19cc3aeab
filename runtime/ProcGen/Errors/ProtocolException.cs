namespace ProcGen;

/// <summary>Bytes from another process are not what they should be. Nothing of them has been used.</summary>
public sealed class ProtocolException : ProcessException
{
    internal ProtocolException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
