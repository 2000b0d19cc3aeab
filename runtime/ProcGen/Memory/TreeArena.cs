using ProcGen.Platform;

namespace ProcGen.Memory;

/// <summary>The arena of this process' tree: where everything without a name lives. Made by the root, inherited by all children.</summary>
/// <remarks>Making it costs two system calls and no memory; it is mapped and this process registered when something is first shared.</remarks>
internal static class TreeArena
{
    private static readonly Lock Gate = new();
    private static SafeDescriptor? s_memory;
    private static Arena? s_current;

    /// <summary>What this process is called in the table of processes.</summary>
    public static string ProcessName { get; set; } = "MainProcess";

    /// <summary>The arena's memory, to be inherited by children.</summary>
    public static SafeDescriptor Memory
    {
        get
        {
            lock (Gate)
            {
                return s_memory ??= HostPlatform.Current.CreateMemory(ArenaLayout.Tree.FileSize);
            }
        }
    }

    /// <summary>The arena, with this process registered in it.</summary>
    public static Arena Current => Volatile.Read(ref s_current) ?? Open();

    /// <summary>Repairs every kind of cell. Set before the first child is started, and in children.</summary>
    public static ICellRepair? Repair
    {
        get;
        set
        {
            lock (Gate)
            {
                field = value;
                s_current?.Repair = value;
            }
        }
    }

    /// <summary>Takes the memory that the parent left to this process.</summary>
    public static void Inherit(SafeDescriptor memory, string processName)
    {
        lock (Gate)
        {
            s_memory = memory;
            ProcessName = processName;
        }
    }

    /// <summary>Repairs after processes that are gone, if anything was ever shared.</summary>
    public static void RecoverDead()
    {
        try
        {
            if (Volatile.Read(ref s_current) is not null || (s_memory is not null && Arena.IsPrepared(s_memory)))
            {
                Current.RecoverDead();
            }
        }
        catch (Exception exception) when (exception is SharedObjectException or InsufficientMemoryException)
        {
            // There is no room to register this process. Those who wait are registered, and repair by themselves after a while.
        }
    }

    private static Arena Open()
    {
        HostPlatform.Current.EnsureSupported();
        SafeDescriptor memory = Memory;
        lock (Gate)
        {
            if (s_current is null)
            {
                Arena arena = Arena.Open(memory, ArenaLayout.Tree, ProcessName);
                arena.Repair = Repair;
                AppDomain.CurrentDomain.ProcessExit += (_, _) => arena.BeginLeaving();
                Volatile.Write(ref s_current, arena);
            }

            return s_current;
        }
    }
}
