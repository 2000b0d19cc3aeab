using ProcGen.Pools;

namespace ProcGen.Tests.Pools;

public class CallerHabitTests
{
    [Fact]
    public void Who_waits_for_each_call_is_looked_for()
    {
        CallerHabit habit = new();
        int glances = Enumerable.Range(0, 10_000).Count(_ => habit.ShouldGlance(othersAreUnderWay: false));
        Assert.InRange(glances, 9_900, 9_999);
    }

    [Fact]
    public void Who_makes_many_at_a_time_is_not()
    {
        CallerHabit habit = new();
        for (int burst = 0; burst < 100; burst++)
        {
            for (int call = 0; call < 100; call++)
            {
                Assert.False(habit.ShouldGlance(othersAreUnderWay: call > 0));
            }
        }
    }

    [Fact]
    public void A_change_of_habit_is_found_in_both_directions()
    {
        CallerHabit habit = new();
        Assert.True(GlancesOf(habit, 10, waits: true) > 0);
        Assert.InRange(GlancesOf(habit, 5_000, waits: false), 0, 1024);
        Assert.Equal(0, GlancesOf(habit, 100, waits: false));
        Assert.InRange(GlancesOf(habit, 1_000, waits: true), 700, 999);
    }

    // However calls that nobody waits for fall: a burst that was taken for one that waits costs ever fewer glances.
    [Fact]
    public void Who_only_seems_to_wait_is_found_out_ever_sooner()
    {
        CallerHabit habit = new();
        int[] glances = [.. Enumerable.Range(0, 20).Select(_ => GlancesOf(habit, 4, waits: true) + GlancesOf(habit, 1_000, waits: false))];
        Assert.InRange(glances[0], 1, 20);
        Assert.All(glances[3..], static count => Assert.Equal(0, count));
    }

    // One after the other: a call that is looked for is over when the next is made, in any case.
    private static int GlancesOf(CallerHabit habit, int calls, bool waits)
    {
        int count = 0;
        bool isUnderWay = false;
        for (int call = 0; call < calls; call++)
        {
            bool glances = habit.ShouldGlance(isUnderWay);
            count += glances ? 1 : 0;
            isUnderWay = !glances && !waits;
        }

        return count;
    }
}
