using CsCheck;
using ProcGen.Memory;
using ProcGen.Synchronization;
using ProcGen.Tests.Memory;

namespace ProcGen.Tests.Synchronization;

/// <summary>What becomes of each kind of word when members die, in random schedules of members in one process.</summary>
public unsafe class DepartureTests
{
    private const int Members = 4;

    [Fact]
    public void Permits_come_back_whoever_dies_whenever()
    {
        const int Initial = 3;
        Gen.Select(Gen.Int[0, Members - 1], Gen.Int[0, 9]).Array[0, 40].Sample(
            static steps =>
            {
                using ArenaMembers members = new(Members + 1);
                int index = members.Share(CellKind.Semaphore, static (cell, _) => cell->Parameter = (long)(cell->Word = Initial));
                int[] held = new int[Members];
                HashSet<int> dead = [];
                foreach ((int member, int deed) in steps.Where(step => !dead.Contains(step.Item1)))
                {
                    Arena arena = members[member];
                    if (deed == 9)
                    {
                        members.Die(member);
                        dead.Add(member);
                        members[Members].RecoverDead();
                        held[member] = 0;
                    }
                    else if (deed < 5)
                    {
                        held[member] += SemaphoreWord.TryTake(arena, index, arena.At(index)) ? 1 : 0;
                    }
                    else if (held[member] > 0)
                    {
                        Assert.True(SemaphoreWord.TryRelease(arena, index, arena.At(index), 1, SemaphoreWord.MaxCount));
                        held[member]--;
                    }

                    Assert.Equal(Initial - held.Sum(), SemaphoreWord.CountOf(members[Members].At(index)->Word));
                }
            },
            iter: 300,
            threads: 1);
    }

    [Fact]
    public void Signals_that_a_dead_consumer_took_do_not_come_back()
    {
        using ArenaMembers members = new(2);
        int index = members.Share(CellKind.Semaphore, static (_, _) => { });
        for (int i = 0; i < 10; i++)
        {
            Assert.True(SemaphoreWord.TryRelease(members[0], index, members[0].At(index), 1, SemaphoreWord.MaxCount));
            Assert.True(SemaphoreWord.TryTake(members[1], index, members[1].At(index)));
        }

        members.Die(1);
        members[0].RecoverDead();
        Assert.Equal(0, SemaphoreWord.CountOf(members[0].At(index)->Word));
    }

    [Fact]
    public void A_dead_holders_lock_is_free_and_says_so_once()
    {
        using ArenaMembers members = new(2);
        int index = members.Share(CellKind.Lock, static (_, _) => { });
        Assert.True(LockWord.TryTake(members[1].At(index), members[1].Token, 1));
        members.Die(1);
        members[0].RecoverDead();
        Cell* cell = members[0].At(index);
        Assert.Equal(LockWord.Abandoned, cell->LockWord);
        Assert.False(LockWord.TryTake(cell, members[0].Token, 1), "what is to be told is not told on the fast way");
        cell->LockWord = members[0].Token | LockWord.Abandoned;
        Assert.True(LockWord.TryFree(cell));
        Assert.Equal(0u, cell->LockWord);
    }

    [Fact]
    public void A_dead_waiters_notify_goes_to_the_next()
    {
        using ArenaMembers members = new(3);
        int index = members.Share(CellKind.Condition, static (cell, _) => cell->Parameter = Environment.SystemPageSize, ConditionNodes.WindowLength);
        int first = Nodes(1).Claim(), second = Nodes(2).Claim(), third = Nodes(0).Claim();
        Assert.Equal([0, 1, 2], [first, second, third]);
        Assert.Equal(1, Nodes(0).Notify(1));
        members.Die(1);
        members[0].RecoverDead();

        // The second got what the first did not live to use; the third waits on.
        ConditionNode* nodes = (ConditionNode*)members[0].MapWindow(index);
        Assert.Equal([0u, 2u, 1u], ((int[])[first, second, third]).Select(node => ConditionNodes.StateOf(nodes[node].Word)));

        ConditionNodes Nodes(int member) => new(members[member], index);
    }

    [Theory]
    [InlineData(true, BarrierBreak.PartyDied)]
    [InlineData(false, BarrierBreak.PartyDied)]
    public void A_dead_party_breaks_the_barrier(bool isInside, BarrierBreak reason)
    {
        using ArenaMembers members = new(2);
        int index = members.Share(CellKind.Barrier, static (cell, _) => cell->Parameter = 2);
        BarrierWord.Enter(members[1].OwnLedger(index));
        if (!isInside)
        {
            BarrierWord.Leave(members[1].OwnLedger(index));
        }

        members.Die(1);
        members[0].RecoverDead();
        Assert.Equal(BarrierWord.State.Broken, BarrierWord.StateOf(members[0].At(index)->Word));
        Assert.Equal(reason, BarrierWord.ReasonOf(members[0].At(index)->Word));
    }

    [Fact]
    public void A_party_that_leaves_in_good_order_breaks_nothing()
    {
        using ArenaMembers members = new(2);
        int index = members.Share(CellKind.Barrier, static (cell, _) => cell->Parameter = 2);
        BarrierWord.Enter(members[1].OwnLedger(index));
        BarrierWord.Leave(members[1].OwnLedger(index));
        members[1].BeginLeaving();
        members.Die(1);
        members[0].RecoverDead();
        Assert.Equal(BarrierWord.State.Filling, BarrierWord.StateOf(members[0].At(index)->Word));
    }

    [Fact]
    public void A_round_is_known_to_those_who_come_late()
    {
        using ArenaMembers members = new(1);
        int index = members.Share(CellKind.Barrier, static (cell, _) => cell->Parameter = 1);
        Cell* cell = members[0].At(index);
        List<(ulong Word, bool IsReset)> rounds = [];
        foreach (bool isReset in (bool[])[false, true, true, false, true, false, false, true])
        {
            rounds.Add((cell->Word, isReset));
            if (isReset)
            {
                BarrierWord.Reset(cell);
            }
            else
            {
                Assert.True(BarrierWord.TryArrive(cell, out _, out ulong acting));
                Assert.True(BarrierWord.TryPass(cell, acting));
            }
        }

        Assert.All(rounds, round => Assert.Equal(!round.IsReset, BarrierWord.Outcome(cell->Word, round.Word, out _)));
        Assert.Null(BarrierWord.Outcome(cell->Word, cell->Word, out _));
    }
}
