using System.ComponentModel;
using System.Reflection;

namespace ProcGen.CompilerServices;

/// <summary>The dispatch table of one assembly: from the id in a message to the target.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class TargetTable
{
    private static readonly Lock Gate = new();
    private static TargetTable[] s_registered = [];

    private readonly Func<ulong, TargetDescriptor?> _find;

    /// <summary>Describes the targets of an assembly.</summary>
    /// <param name="assembly">The assembly.</param>
    /// <param name="layoutHash">A hash of all ids, signatures and layouts: two builds with the same hash understand each other.</param>
    /// <param name="find">Finds a target by id. A switch, not a dictionary: a child uses one target and should not pay for the others.</param>
    public TargetTable(Assembly assembly, ulong layoutHash, Func<ulong, TargetDescriptor?> find)
    {
        Assembly = assembly;
        LayoutHash = layoutHash;
        _find = find;
    }

    /// <summary>The assembly whose targets these are.</summary>
    public Assembly Assembly { get; }

    /// <summary>A hash of all ids, signatures and layouts.</summary>
    public ulong LayoutHash { get; }

    /// <summary>Makes a table known. Called by the generated module initializer, which does nothing else: other threads wait while it runs.</summary>
    public static void Register(TargetTable table)
    {
        lock (Gate)
        {
            s_registered = [.. s_registered, table];
        }
    }

    /// <summary>Finds a target in the tables of the assemblies that are loaded, or returns null.</summary>
    internal static TargetDescriptor? Find(ulong id)
    {
        foreach (TargetTable table in Volatile.Read(ref s_registered))
        {
            if (table._find(id) is { } target)
            {
                return target;
            }
        }

        return null;
    }

    /// <summary>Finds the table of an assembly that is loaded, or returns null.</summary>
    internal static TargetTable? Find(Assembly assembly)
    {
        foreach (TargetTable table in Volatile.Read(ref s_registered))
        {
            if (table.Assembly == assembly)
            {
                return table;
            }
        }

        return null;
    }
}
