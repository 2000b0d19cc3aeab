using System.Reflection;

namespace ProcGen.Acceptance;

/// <summary>What can be seen of the memory for shared objects without looking into it.</summary>
internal static class SharedObjects
{
    /// <summary>The names of all fault points. By reflection: a new one is in the tests at once.</summary>
    public static string[] FaultPoints() => Enum.GetNames(typeof(ProcessLock).Assembly.GetType("ProcGen.Memory.FaultPoint", throwOnError: true)!);

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
