using System.Runtime.ExceptionServices;

namespace ProcGen;

/// <summary>What became of one input of a map.</summary>
/// <typeparam name="T">The result.</typeparam>
public readonly record struct MapResult<T>
{
    private readonly T _value;

    internal MapResult(int index, T value)
    {
        Index = index;
        _value = value;
    }

    internal MapResult(int index, Exception error)
    {
        Index = index;
        Error = error;
        _value = default!;
    }

    /// <summary>Which input it was, from 0.</summary>
    public int Index { get; }

    /// <summary>Whether there is a result.</summary>
    public bool IsSuccess => Error is null;

    /// <summary>Why there is no result, or null.</summary>
    public Exception? Error { get; }

    /// <summary>The result. Where there is none, <see cref="Error"/> is thrown.</summary>
    public T Value
    {
        get
        {
            if (Error is not null)
            {
                ExceptionDispatchInfo.Throw(Error);
            }

            return _value;
        }
    }

    /// <summary>The input's number with its result or the error's message.</summary>
    public override string ToString() => IsSuccess ? $"{Index}: {_value}" : $"{Index}: {Error!.GetType().Name}: {Error.Message}";
}
