namespace ProcGen;

/// <summary>An argument, a result or a message cannot be written, so nothing has been sent and the other side does not know of it. Python: <c>PicklingError</c>.</summary>
public class UnserializableValueException : ProcessException
{
    internal UnserializableValueException(Type valueType, string problem)
        : base($"A value of type {valueType} cannot cross to another process: {problem}") => ValueType = valueType;

    /// <summary>One that came from another process, or whose message says all.</summary>
    internal UnserializableValueException(string message)
        : base(message)
    {
    }

    /// <summary>The type of the value that could not be written, where one value is to blame.</summary>
    public Type? ValueType { get; }
}
