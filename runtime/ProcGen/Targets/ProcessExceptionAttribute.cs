namespace ProcGen;

/// <summary>Marks an exception class of yours that comes back from another process as itself instead of as a <see cref="RemoteException"/>.</summary>
/// <remarks>
/// It is rebuilt through the public or internal constructor whose parameters match its properties by name (<c>message</c> and
/// <c>innerException</c> match those of <see cref="Exception"/>), with the stack trace of the other process.
/// </remarks>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class ProcessExceptionAttribute : Attribute;
