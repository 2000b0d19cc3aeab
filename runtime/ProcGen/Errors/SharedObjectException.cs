namespace ProcGen;

/// <summary>Why a shared object could not be made or opened.</summary>
public enum SharedObjectFailure
{
    /// <summary>The name is taken by another object.</summary>
    NameTaken,

    /// <summary>Nothing has the name.</summary>
    NameNotFound,

    /// <summary>The name belongs to another user.</summary>
    NameRefused,

    /// <summary>Who has the name did not answer.</summary>
    NoAnswer,

    /// <summary>It was made by another version of ProcGen.</summary>
    OtherVersion,

    /// <summary>It is another kind of object, or has elements of another type or another number of them.</summary>
    OtherType,

    /// <summary>It belongs to another tree of processes, and has no name by which it could be opened.</summary>
    OtherTree,

    /// <summary>Its last holder is gone, and it with it.</summary>
    Gone,

    /// <summary>There are as many objects or processes as there can be.</summary>
    Full,
}

/// <summary>A shared object could not be made or opened. <see cref="Failure"/> tells why.</summary>
public sealed class SharedObjectException : ProcessException
{
    internal SharedObjectException(SharedObjectFailure failure, string message, string? name = null, int? processId = null)
        : base(message)
    {
        Failure = failure;
        Name = name;
        ProcessId = processId;
    }

    /// <summary>Why.</summary>
    public SharedObjectFailure Failure { get; }

    /// <summary>The name that was asked for, if one was.</summary>
    public string? Name { get; }

    /// <summary>The id of the process that sent a connection over a socket or a listener, if it could not be had from there; else null.</summary>
    public int? ProcessId { get; }
}
