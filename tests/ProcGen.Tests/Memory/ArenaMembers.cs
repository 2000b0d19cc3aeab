using System.Runtime.CompilerServices;
using ProcGen.Hosting;
using ProcGen.Memory;
using ProcGen.Platform;

namespace ProcGen.Tests.Memory;

/// <summary>Several members of one arena in this one process, each with a mapping, a slot and a lease of its own: to the arena they are processes. They can die.</summary>
internal sealed class ArenaMembers : IDisposable
{
    private static readonly ArenaLayout Small = new(SlotCount: 16, CellCount: 1024);

    private readonly SafeDescriptor _memory = HostPlatform.Current.CreateMemory(Small.FileSize);
    private readonly List<Arena> _gone = [];

    public ArenaMembers(int count) => All = [.. Enumerable.Range(0, count).Select(number => Join($"member {number}"))];

    public List<Arena> All { get; }

    public Arena this[int member] => All[member];

    public Arena Join(string name)
    {
        Arena arena = Arena.Open(_memory, Small, name);
        arena.Repair = SharedStateRepair.Instance;
        return arena;
    }

    /// <summary>What the kernel does to a process that is killed: its lease is gone, and nothing else has changed.</summary>
    public void Die(int member)
    {
        Opening(All[member]).Dispose();
        _gone.Add(All[member]);
    }

    /// <summary>Makes a cell that every member has open.</summary>
    public unsafe int Share(CellKind kind, CellInitializer initialize, long windowLength = 0)
    {
        int index = All[0].Claim(kind, windowLength, windowLength);
        initialize(All[0].At(index), windowLength == 0 ? null : All[0].MapWindow(index));
        uint generation = All[0].Publish(index);
        Assert.All(All.Skip(1), member => Assert.True(member.TryOpen(index, generation)));
        return index;
    }

    public void Dispose()
    {
        foreach (Arena arena in All.Except(_gone))
        {
            arena.Leave();
        }

        foreach (Arena arena in All)
        {
            arena.Unmap();
        }

        _memory.Dispose();
    }

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_opening")]
    private static extern ref SafeDescriptor Opening(Arena arena);
}
