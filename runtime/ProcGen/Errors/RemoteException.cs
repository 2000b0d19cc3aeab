namespace ProcGen;

/// <summary>A target threw an exception of a type that cannot be rebuilt here. Python: <c>RemoteError</c>, and the <c>RemoteTraceback</c> cause.</summary>
public sealed class RemoteException : ProcessException
{
    internal RemoteException(string typeName, string message, Exception? innerException)
        : base(message, innerException) => TypeName = typeName;

    /// <summary>The full name of the exception's type in the other process.</summary>
    public string TypeName { get; }
}
