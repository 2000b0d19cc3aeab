namespace ProcGen;

/// <summary>A target threw an exception of a type that cannot be rebuilt here. Python: <c>RemoteError</c>, and the <c>RemoteTraceback</c> cause.</summary>
/// <remarks>Mark an exception class of yours with <see cref="ProcessExceptionAttribute"/> to get it back as itself.</remarks>
public sealed class RemoteException : ProcessException
{
    internal RemoteException(string typeName, string message, Exception? innerException)
        : base(message, innerException) => TypeName = typeName;

    /// <summary>The full name of the exception's type in the other process.</summary>
    public string TypeName { get; }

    /// <summary>The exception as text, with the name of its type in the other process and the stack trace from there.</summary>
    public override string ToString() => $"{typeof(RemoteException)} ({TypeName}){base.ToString()[typeof(RemoteException).ToString().Length..]}";
}
