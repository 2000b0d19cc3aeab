using System.Globalization;

namespace ProcGen.Serialization;

/// <summary>The exception classes of .NET and of this library that are rebuilt as themselves: a fixed table, never a lookup of a type.</summary>
internal static class KnownExceptions
{
    /// <summary>What came over the wire.</summary>
    public readonly record struct Parts(string Type, string Message, string? First, string? Second, List<Exception> All)
    {
        public Exception? Inner => All.Count > 0 ? All[0] : null;
    }

    /// <summary>What an exception holds besides its message, as two texts.</summary>
    public static (string? First, string? Second) Details(Exception exception) => exception switch
    {
        ArgumentOutOfRangeException range => (range.ParamName, range.ActualValue?.ToString()),
        ArgumentException argument => (argument.ParamName, null),
        FileNotFoundException file => (file.FileName, null),
        ObjectDisposedException disposed => (disposed.ObjectName, null),
        TypeInitializationException initialization => (initialization.TypeName, null),
        RemoteException remote => (remote.TypeName, null),
        MessageTooLargeException large => (large.Size.ToString(CultureInfo.InvariantCulture), large.Limit.ToString(CultureInfo.InvariantCulture)),
        _ => default,
    };

    /// <summary>The message as its maker gave it: without what the getter of a rebuilt exception will add by itself.</summary>
    public static string Message(Exception exception)
    {
        string message = exception.Message;
        Type type = exception.GetType();
        if (type == typeof(AggregateException))
        {
            foreach (Exception inner in ((AggregateException)exception).InnerExceptions.Reverse())
            {
                message = Without(message, $" ({inner.Message})");
            }

            return message;
        }

        if (type == typeof(ArgumentException) || type == typeof(ArgumentNullException) || type == typeof(ArgumentOutOfRangeException))
        {
            string own = (exception as ArgumentOutOfRangeException)?.ActualValue is { } actual
                ? Without(message, $"{Environment.NewLine}Actual value was {actual}.")
                : message;
            return Without(own, ((ArgumentException)exception).ParamName is { Length: > 0 } name ? $" (Parameter '{name}')" : "");
        }

        return type == typeof(ObjectDisposedException) && ((ObjectDisposedException)exception).ObjectName is { Length: > 0 } disposed
            ? Without(message, $"{Environment.NewLine}Object name: '{disposed}'.")
            : message;
    }

#pragma warning disable CA2201 // These were thrown by whoever may throw them; here they only come back.
    /// <summary>Makes the exception, or null if its class is not known.</summary>
    public static Exception? Make(Parts parts)
    {
        (string type, string message, string? first, string? second, List<Exception> all) = parts;
        Exception? inner = parts.Inner;
        return type switch
        {
            "System.Exception" => new Exception(message, inner),
            "System.AggregateException" => new AggregateException(message, all),
            "System.ApplicationException" => new ApplicationException(message, inner),
            "System.ArgumentException" => new ArgumentException(message, first, inner),
            "System.ArgumentNullException" => inner is null ? new ArgumentNullException(first, message) : new ArgumentNullException(message, inner),
            "System.ArgumentOutOfRangeException" => inner is null
                ? new ArgumentOutOfRangeException(first, second, message)
                : new ArgumentOutOfRangeException(message, inner),
            "System.ArithmeticException" => new ArithmeticException(message, inner),
            "System.ArrayTypeMismatchException" => new ArrayTypeMismatchException(message, inner),
            "System.DivideByZeroException" => new DivideByZeroException(message, inner),
            "System.FormatException" => new FormatException(message, inner),
            "System.IndexOutOfRangeException" => new IndexOutOfRangeException(message, inner),
            "System.InsufficientExecutionStackException" => new InsufficientExecutionStackException(message, inner),
            "System.InvalidCastException" => new InvalidCastException(message, inner),
            "System.InvalidOperationException" => new InvalidOperationException(message, inner),
            "System.NotImplementedException" => new NotImplementedException(message, inner),
            "System.NotSupportedException" => new NotSupportedException(message, inner),
            "System.NullReferenceException" => new NullReferenceException(message, inner),
            "System.ObjectDisposedException" => inner is null ? new ObjectDisposedException(first, message) : new ObjectDisposedException(message, inner),
            "System.OperationCanceledException" => new OperationCanceledException(message, inner),
            "System.OutOfMemoryException" => new OutOfMemoryException(message, inner),
            "System.OverflowException" => new OverflowException(message, inner),
            "System.PlatformNotSupportedException" => new PlatformNotSupportedException(message, inner),
            "System.RankException" => new RankException(message, inner),
            "System.TimeoutException" => new TimeoutException(message, inner),
            "System.TypeInitializationException" => new TypeInitializationException(first ?? "", inner),
            "System.UnauthorizedAccessException" => new UnauthorizedAccessException(message, inner),
            "System.UriFormatException" => new UriFormatException(message, inner),
            "System.Collections.Generic.KeyNotFoundException" => new KeyNotFoundException(message, inner),
            "System.IO.DirectoryNotFoundException" => new DirectoryNotFoundException(message, inner),
            "System.IO.EndOfStreamException" => new EndOfStreamException(message, inner),
            "System.IO.FileNotFoundException" => new FileNotFoundException(message, first, inner),
            "System.IO.InvalidDataException" => new InvalidDataException(message, inner),
            "System.IO.IOException" => new IOException(message, inner),
            "System.Threading.Tasks.TaskCanceledException" => new TaskCanceledException(message, inner),
            "ProcGen.MessageTooLargeException" => new MessageTooLargeException(Number(first), Number(second)),
            "ProcGen.ProtocolException" => new ProtocolException(message, inner),
            "ProcGen.RemoteException" => new RemoteException(first ?? "", message, inner),
            "ProcGen.UnserializableValueException" => new UnserializableValueException(message),
            _ => null,
        };
    }
#pragma warning restore CA2201

    private static string Without(string message, string added) =>
        message.EndsWith(added, StringComparison.Ordinal) ? message[..^added.Length] : message;

    private static long Number(string? text) => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value) ? value : 0;
}
