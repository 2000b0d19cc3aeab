using System.ComponentModel;

namespace ProcGen.Serialization;

/// <summary>The errors that generated codecs throw.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class CodecError
{
    /// <summary>Makes the error for a value of a class that is derived from the declared one: what it adds would be lost without a word.</summary>
    public static UnserializableValueException NotDeclared(Type actual, Type declared) =>
        new(actual, $"{declared} is declared, and what {actual} adds to it would be lost. Pass exactly the declared type, or declare {actual} with [Union] on {declared}.");

    internal static void ThrowIfDerived(object value, Type declared)
    {
        if (value.GetType() != declared)
        {
            throw NotDeclared(value.GetType(), declared);
        }
    }

    internal static UnserializableValueException Changed(Type type) =>
        new(type, "it was changed while it was being written. Send a copy, or hold its lock until the call has returned.");

    internal static UnserializableValueException Comparer(Type type, object comparer) =>
        new(type, $"its comparer is {comparer.GetType()}, which does not exist on the other side. Send it with the default comparer or one of StringComparer's "
            + "(Ordinal, OrdinalIgnoreCase, InvariantCulture, InvariantCultureIgnoreCase), or send its items and build it there.");
}
