using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security;

namespace ProcGen.Serialization;

/// <summary>The exception classes of .NET and of this library that are rebuilt as themselves: a fixed table, never a lookup of a type.</summary>
internal static partial class KnownExceptions
{
    /// <summary>What came over the wire.</summary>
    public readonly record struct Parts(string Type, string Message, string?[] Details, List<Exception> All)
    {
        public Exception? Inner => All.Count > 0 ? All[0] : null;

        /// <summary>One of the details; null where there are not so many.</summary>
        public string? this[int index] => index < Details.Length ? Details[index] : null;
    }

    /// <summary>How many details cross at most.</summary>
    public const int MostDetails = 8;

    /// <summary>What an exception holds besides its message, as texts.</summary>
    public static string?[] Details(Exception exception) => exception switch
    {
        ArgumentOutOfRangeException range => [range.ParamName, range.ActualValue?.ToString()],
        ArgumentException argument => [argument.ParamName],
        FileNotFoundException file => [file.FileName],
        FileLoadException file => [file.FileName],
        BadImageFormatException file => [file.FileName],
        ObjectDisposedException disposed => [disposed.ObjectName],
        TypeInitializationException initialization => [initialization.TypeName],
        NotFiniteNumberException number => [number.OffendingNumber.ToString("R", CultureInfo.InvariantCulture)],
        ProcessException => OwnDetails(exception),
        Win32Exception system when system.GetType() == typeof(Win32Exception) => [Text(system.NativeErrorCode)],
        _ => FarDetails(exception),
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

        if (FarMessage(exception) is { } far)
        {
            return far;
        }

        return type == typeof(ObjectDisposedException) && ((ObjectDisposedException)exception).ObjectName is { Length: > 0 } disposed
            ? Without(message, $"{Environment.NewLine}Object name: '{disposed}'.")
            : message;
    }

#pragma warning disable CA2201 // These were thrown by whoever may throw them; here they only come back.
    /// <summary>Makes the exception, or null if its class is not known.</summary>
    public static Exception? Make(Parts parts)
    {
        (string type, string message, _, List<Exception> all) = parts;
        (string? first, string? second) = (parts[0], parts[1]);
        Exception? inner = parts.Inner;
        return type switch
        {
            _ when type.StartsWith("ProcGen.", StringComparison.Ordinal) => MakeOwn(parts),
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
            _ => MakeRarer(parts) ?? MakeFar(parts),
        };
    }

    private static Exception? MakeRarer(in Parts parts)
    {
        (string message, string? first, Exception? inner) = (parts.Message, parts[0], parts.Inner);
        return parts.Type switch
        {
            "System.BadImageFormatException" => new BadImageFormatException(message, first, inner),
            "System.DllNotFoundException" => new DllNotFoundException(message, inner),
            "System.EntryPointNotFoundException" => new EntryPointNotFoundException(message, inner),
            "System.FieldAccessException" => new FieldAccessException(message, inner),
            "System.InsufficientMemoryException" => new InsufficientMemoryException(message, inner),
            "System.InvalidProgramException" => new InvalidProgramException(message, inner),
            "System.InvalidTimeZoneException" => new InvalidTimeZoneException(message, inner),
            "System.MemberAccessException" => new MemberAccessException(message, inner),
            "System.MethodAccessException" => new MethodAccessException(message, inner),
            "System.MissingFieldException" => new MissingFieldException(message, inner),
            "System.MissingMemberException" => new MissingMemberException(message, inner),
            "System.MissingMethodException" => new MissingMethodException(message, inner),
            "System.MulticastNotSupportedException" => new MulticastNotSupportedException(message, inner),
            "System.NotFiniteNumberException" => new NotFiniteNumberException(message, double.TryParse(first, CultureInfo.InvariantCulture, out double number) ? number : double.NaN, inner),
            "System.SystemException" => new SystemException(message, inner),
            "System.TimeZoneNotFoundException" => new TimeZoneNotFoundException(message, inner),
            "System.TypeLoadException" => new TypeLoadException(message, inner),
            "System.ComponentModel.Win32Exception" => inner is null ? new Win32Exception((int)Number(first), message) : new Win32Exception(message, inner),
            "System.Diagnostics.UnreachableException" => new UnreachableException(message, inner),
            "System.IO.DriveNotFoundException" => new DriveNotFoundException(message, inner),
            "System.IO.FileLoadException" => new FileLoadException(message, first, inner),
            "System.IO.PathTooLongException" => new PathTooLongException(message, inner),
            "System.Reflection.AmbiguousMatchException" => new AmbiguousMatchException(message, inner),
            "System.Reflection.TargetException" => new TargetException(message, inner),
            "System.Reflection.TargetInvocationException" => new TargetInvocationException(message, inner),
            "System.Reflection.TargetParameterCountException" => new TargetParameterCountException(message, inner),
            "System.Runtime.CompilerServices.SwitchExpressionException" => new SwitchExpressionException(message, inner),
            "System.Runtime.InteropServices.COMException" => new COMException(message, inner),
            "System.Runtime.InteropServices.ExternalException" => new ExternalException(message, inner),
            "System.Runtime.InteropServices.MarshalDirectiveException" => new MarshalDirectiveException(message, inner),
            "System.Security.SecurityException" => new SecurityException(message, inner),
            "System.Threading.AbandonedMutexException" => new AbandonedMutexException(message, inner),
            "System.Threading.BarrierPostPhaseException" => new BarrierPostPhaseException(message, inner),
            "System.Threading.LockRecursionException" => new LockRecursionException(message, inner),
            "System.Threading.SemaphoreFullException" => new SemaphoreFullException(message, inner),
            "System.Threading.SynchronizationLockException" => new SynchronizationLockException(message, inner),
            "System.Threading.ThreadInterruptedException" => new ThreadInterruptedException(message, inner),
            "System.Threading.ThreadStateException" => new ThreadStateException(message, inner),
            "System.Threading.WaitHandleCannotBeOpenedException" => new WaitHandleCannotBeOpenedException(message, inner),
            _ => null,
        };
    }
#pragma warning restore CA2201

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Without(string message, string added) =>
        message.EndsWith(added, StringComparison.Ordinal) ? message[..^added.Length] : message;

    private static long Number(string? text) => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value) ? value : 0;
}
