using System.Reflection;
using ProcGen;

using ProcessLock theLock = new();
theLock.Acquire(); // A rule would say that nobody releases it.
Console.WriteLine($"locked: {theLock.IsLocked}");
Console.WriteLine($"generated types: {Assembly.GetExecutingAssembly().GetTypes().Count(static type => type.Namespace == "ProcGen.Generated")}");

// And that this is not partial.
public static class Jobs
{
    [ProcessTarget]
    public static void Work()
    {
    }
}
