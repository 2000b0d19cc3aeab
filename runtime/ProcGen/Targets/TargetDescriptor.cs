using System.ComponentModel;
using ProcGen.Serialization;

namespace ProcGen.CompilerServices;

/// <summary>Reads the arguments of a call that another process sent.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public delegate TargetCall TargetCallReader(ref WireReader reader);

/// <summary>One target: its stable id, its name for people, and how a call of it is read back.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class TargetDescriptor
{
    /// <summary>Describes a target.</summary>
    /// <param name="id">The stable id: a hash of the assembly's and the target's name.</param>
    /// <param name="name">The target's full name, as in <c>Company.Jobs.CountPrimes</c>.</param>
    /// <param name="table">The table of the target's assembly.</param>
    /// <param name="read">Reads a call back.</param>
    public TargetDescriptor(ulong id, string name, TargetTable table, TargetCallReader read)
    {
        Id = id;
        Name = name;
        Table = table;
        Read = read;
    }

    /// <summary>The stable id.</summary>
    public ulong Id { get; }

    /// <summary>The full name.</summary>
    public string Name { get; }

    /// <summary>Reads the arguments of a call.</summary>
    public TargetCallReader Read { get; }

    /// <summary>The table of the target's assembly.</summary>
    public TargetTable Table { get; }

    /// <summary>The last part of the name: what processes of this target are called.</summary>
    internal string ShortName => Name[(Name.LastIndexOf('.') + 1)..];

    /// <inheritdoc/>
    public override string ToString() => Name;
}
