using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;

namespace ProcGen.Serialization;

/// <summary>The exception types that come back from another process as themselves.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class RemoteExceptions
{
    private static readonly ConcurrentDictionary<Type, ExceptionForm> ByType = new();

    // Null where two classes have one name: which of them a message means cannot be told, so neither is rebuilt.
    private static readonly ConcurrentDictionary<string, ExceptionForm?> ByName = new(StringComparer.Ordinal);

    /// <summary>Makes a <see cref="ProcessExceptionAttribute"/> class known. Called by the generated module initializer.</summary>
    /// <typeparam name="TException">The class.</typeparam>
    /// <typeparam name="TCodec">Writes what its constructor needs besides the inner exception, and rebuilds it.</typeparam>
    /// <param name="name">The full name of the class.</param>
    public static void Register<TException, TCodec>(string name)
        where TException : Exception
        where TCodec : struct, IExceptionCodec<TException>
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ExceptionForm form = new ExceptionForm<TException, TCodec>(name);
        ByType[typeof(TException)] = form;
        ByName.AddOrUpdate(
            name,
            static (_, added) => added,
            static (_, known, added) => known is ExceptionForm<TException, TCodec> ? added : null,
            form);
    }

    internal static bool TryFind(Type type, [NotNullWhen(true)] out ExceptionForm? form) =>
        ByType.TryGetValue(type, out form) && ByName.GetValueOrDefault(form.Name) is not null;

    internal static bool TryFind(string name, [NotNullWhen(true)] out ExceptionForm? form) =>
        ByName.TryGetValue(name, out form) && form is not null;
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

/// <summary>The codec of a registered exception class, for callers that do not know the class.</summary>
internal abstract class ExceptionForm(string name)
{
    public string Name { get; } = name;

    public abstract void Write(ref WireWriter writer, Exception exception);

    public abstract Exception Read(ref WireReader reader, Exception? innerException);
}

internal sealed class ExceptionForm<TException, TCodec>(string name) : ExceptionForm(name)
    where TException : Exception
    where TCodec : struct, IExceptionCodec<TException>
{
    public override void Write(ref WireWriter writer, Exception exception) => TCodec.Write(ref writer, (TException)exception);

    public override Exception Read(ref WireReader reader, Exception? innerException) => TCodec.Read(ref reader, innerException);
}
