namespace ProcGen;

/// <summary>What all errors of this library derive from, where no exception of .NET says it better. Python: <c>multiprocessing.ProcessError</c>.</summary>
public abstract class ProcessException : Exception
{
    private protected ProcessException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
