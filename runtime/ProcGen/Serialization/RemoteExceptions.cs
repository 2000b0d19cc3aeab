using System.ComponentModel;

namespace ProcGen.Serialization;

/// <summary>The exception types that come back from another process as themselves.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class RemoteExceptions
{
    /// <summary>Makes a <see cref="ProcessExceptionAttribute"/> class known. Called by the generated module initializer.</summary>
    /// <typeparam name="TException">The class.</typeparam>
    /// <typeparam name="TCodec">Writes what its constructor needs besides the inner exception, and rebuilds it.</typeparam>
    /// <param name="name">The full name of the class.</param>
    public static void Register<TException, TCodec>(string name)
        where TException : Exception
        where TCodec : struct, IExceptionCodec<TException> => throw new NotImplementedException();
}

/// <summary>Writes the constructor arguments of an exception class and rebuilds it.</summary>
/// <typeparam name="TException">The class.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IExceptionCodec<TException>
    where TException : Exception
{
    /// <summary>Appends what the constructor needs besides the inner exception.</summary>
    static abstract void Write(ref WireWriter writer, TException exception);

    /// <summary>Rebuilds the exception.</summary>
    static abstract TException Read(ref WireReader reader, Exception? innerException);
}
