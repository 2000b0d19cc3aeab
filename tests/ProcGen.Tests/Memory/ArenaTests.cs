using ProcGen.Memory;

namespace ProcGen.Tests.Memory;

public unsafe class ArenaTests
{
    [Fact]
    public void A_cell_goes_with_the_last_who_has_it_open_and_comes_again_as_another()
    {
        using ArenaMembers members = new(2);
        int index = members.Share(CellKind.Event, static (_, _) => { });
        members[0].Close(index, repair: null);
        Assert.Equal(CellPhase.Live, PhaseOf(members[1], index));
        members[1].Close(index, repair: null);
        Assert.Equal(CellPhase.Free, PhaseOf(members[1], index));

        Assert.Equal(index, members[1].Claim(CellKind.Lock, 0, 0));
        uint second = members[1].Publish(index);
        Assert.False(members[0].TryOpen(index, second - 1));
        Assert.True(members[0].TryOpen(index, second));
    }

    [Fact]
    public void A_reference_in_a_message_keeps_the_cell()
    {
        using ArenaMembers members = new(1);
        int index = members.Share(CellKind.Event, static (_, _) => { });
        members[0].At(index)->Exported = 1;
        members[0].Close(index, repair: null);
        Assert.Equal(CellPhase.Live, PhaseOf(members[0], index));

        Assert.True(members[0].TryOpen(index, 0));
        members[0].At(index)->Exported = 0;
        members[0].Close(index, repair: null);
        Assert.Equal(CellPhase.Free, PhaseOf(members[0], index));
    }

    [Fact]
    public void A_window_reads_as_zeros_when_its_cell_comes_again()
    {
        using ArenaMembers members = new(1);
        const int Length = 100_000;
        int index = members.Share(CellKind.Memory, static (_, window) => new Span<byte>(window, Length).Fill(7), Length);
        members[0].Close(index, repair: null);
        Assert.Equal(index, members.Share(CellKind.Memory, static (_, _) => { }, Length));
        Assert.Equal(-1, new Span<byte>(members[0].MapWindow(index), Length).IndexOfAnyExcept((byte)0));
    }

    [Fact]
    public void What_a_dead_process_had_open_alone_goes_with_it()
    {
        using ArenaMembers members = new(2);
        int index = members[1].Claim(CellKind.Event, 0, 0);
        members[1].Publish(index);
        int half = members[1].Claim(CellKind.Event, 5000, 5000);
        members.Die(1);
        members[0].RecoverDead();
        Assert.Equal(CellPhase.Free, PhaseOf(members[0], index));
        Assert.Equal(CellPhase.Free, PhaseOf(members[0], half));
        Assert.Equal(0UL, *members[0].Ledger(1, index));
    }

    [Fact]
    public void What_others_have_open_too_outlives_a_dead_process()
    {
        using ArenaMembers members = new(3);
        int index = members.Share(CellKind.Event, static (_, _) => { });
        members.Die(0);
        members[1].RecoverDead();
        members[1].Close(index, repair: null);
        Assert.Equal(CellPhase.Live, PhaseOf(members[2], index));
        members[2].Close(index, repair: null);
        Assert.Equal(CellPhase.Free, PhaseOf(members[2], index));
    }

    [Fact]
    public void A_slot_is_given_out_again_only_after_repair_and_under_another_name()
    {
        using ArenaMembers members = new(2);
        uint dead = members[1].Token;
        members.Die(1);
        members.All.Add(members.Join("before"));
        Assert.Equal(2, members[2].Slot);
        members[0].RecoverDead();
        members.All.Add(members.Join("after"));
        Assert.Equal(1, members[3].Slot);
        Assert.NotEqual(dead, members[3].Token);
        Assert.Null(members[0].Describe(dead));
        Assert.Equal($"after ({Environment.ProcessId})", members[0].Describe(members[3].Token));
    }

    [Fact]
    public void Who_repairs_and_dies_over_it_leaves_the_rest_to_the_next()
    {
        using ArenaMembers members = new(3);
        int index = members.Share(CellKind.Lock, static (_, _) => { });
        members[0].At(index)->LockWord = members[2].Token;
        members.Die(2);

        // As far as a repairer gets that dies before it forgets: the cell is open in its ledger, the dead one's entry is still there.
        members[1].Retain(index);
        members.Die(1);
        members[0].RecoverDead();
        Assert.Equal(ProcGen.Synchronization.LockWord.Abandoned, members[0].At(index)->LockWord);
        Assert.Equal(0UL, *members[0].Ledger(2, index) | *members[0].Ledger(1, index));
    }

    [Fact]
    public void There_are_only_so_many_cells_and_slots()
    {
        using ArenaMembers members = new(1);
        int cells = members[0].Layout.CellCount;
        for (int i = 0; i < cells; i++)
        {
            members[0].Claim(CellKind.Event, 0, 0);
        }

        Assert.Equal(SharedObjectFailure.Full, Assert.Throws<SharedObjectException>(() => members[0].Claim(CellKind.Event, 0, 0)).Failure);
        members[0].Close(17, repair: null);
        Assert.Equal(17, members[0].Claim(CellKind.Event, 0, 0));

        for (int i = 1; i < members[0].Layout.SlotCount; i++)
        {
            members.All.Add(members.Join("one more"));
        }

        Assert.Equal(SharedObjectFailure.Full, Assert.Throws<SharedObjectException>(() => members.Join("one too many")).Failure);
    }

    [Fact]
    public void An_arena_of_another_version_is_refused()
    {
        using ArenaMembers members = new(1);
        *(ulong*)((byte*)members[0].At(0) - members[0].Layout.Cells) ^= 1UL << 57;
        Assert.Equal(SharedObjectFailure.OtherVersion, Assert.Throws<SharedObjectException>(() => members.Join("newer")).Failure);
    }

    private static CellPhase PhaseOf(Arena arena, int index) => new CellState(arena.At(index)->State).Phase;
}
