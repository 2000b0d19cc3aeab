using System.Diagnostics;

namespace ProcGen.Acceptance;

/// <summary>What can be seen of the memory for shared objects without looking into it.</summary>
internal static class SharedObjects
{
    /// <summary>The names of all fault points. By reflection: a new one is in the tests at once.</summary>
    public static string[] FaultPoints() => Enum.GetNames(typeof(ProcessLock).Assembly.GetType("ProcGen.Memory.FaultPoint", throwOnError: true)!);

    /// <summary>
    /// Asserts that there is room for as many objects as there was before. Not at once: what a call kept open for its arguments is closed when
    /// the call has ended, which may be a moment after its process has.
    /// </summary>
    public static async Task HaveGone(int roomBefore)
    {
        TimeSpan limit = TimeSpan.FromSeconds(10);
        long start = Stopwatch.GetTimestamp();
        int room;
        while ((room = CountRoom()) != roomBefore && Stopwatch.GetElapsedTime(start) < limit)
        {
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }

        Assert.Equal(roomBefore, room);
    }

    /// <summary>How many more objects can be made: one less for each that a death left behind.</summary>
    public static int CountRoom()
    {
        // Objects of earlier tests that nobody disposed of.
        GC.Collect();
        GC.WaitForPendingFinalizers();
        List<ProcessLock> made = [];
        try
        {
            while (true)
            {
                made.Add(new ProcessLock());
            }
        }
        catch (SharedObjectException exception) when (exception.Failure == SharedObjectFailure.Full)
        {
            return made.Count;
        }
        finally
        {
            made.ForEach(static one => one.Dispose());
        }
    }
}
