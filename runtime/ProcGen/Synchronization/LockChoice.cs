namespace ProcGen;

/// <summary>Which lock a <see cref="SharedValue{T}"/> or <see cref="SharedArray{T}"/> comes with. Python: the <c>lock=</c> of <c>Value</c> and <c>Array</c>.</summary>
public enum LockChoice
{
    /// <summary>A re-entrant lock of its own, which costs nothing until it is used.</summary>
    Own,

    /// <summary>None. Python: <c>RawValue</c> and <c>RawArray</c>.</summary>
    None,
}
