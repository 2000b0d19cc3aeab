namespace ProcGen;

/// <summary>Marks a method that can be called in another process. Python: <c>target=</c> of <c>Process</c>, and any function given to a <c>Pool</c>.</summary>
/// <remarks>
/// The method is static, or it is the override of <see cref="ChildProcess.Run"/> or <see cref="ChildProcess.RunAsync"/> in a class that derives
/// from <see cref="ChildProcess"/>; its type is <c>partial</c>. For a method <c>X</c> the compiler then has a class <c>XProcess</c> beside it and
/// <c>X</c>, <c>XAsync</c>, <c>MapX</c> and <c>MapXAsync</c> on every executor: <c>pool.TypeName.XAsync(...)</c>.
/// A trailing <c>Async</c> of the method's name is left out.
/// </remarks>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class ProcessTargetAttribute : Attribute
{
    /// <summary>
    /// The name by which the target is known instead of the method's own: it tells overloads apart and keeps the id stable when a method is renamed.
    /// A C# identifier; null for the method's name.
    /// </summary>
    public string? Name { get; set; }
}
