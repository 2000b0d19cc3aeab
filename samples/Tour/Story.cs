using System.Diagnostics;

namespace Tour;

/// <summary>What people read. It goes to standard output; with --json to standard error, in the children too.</summary>
internal static class Story
{
    // Children inherit the environment, so a variable reaches all of them.
    private const string Variable = "TOUR_STORY_ON_STANDARD_ERROR";

    public static void MoveToStandardError() => Environment.SetEnvironmentVariable(Variable, "1");

    public static void Tell(string line) => (Environment.GetEnvironmentVariable(Variable) is null ? Console.Out : Console.Error).WriteLine(line);

    /// <summary>Milliseconds on a clock that all processes of the machine share.</summary>
    public static long Now => (long)Stopwatch.GetElapsedTime(0).TotalMilliseconds;

    /// <summary>Waits for something that only looking can tell, and not for ever.</summary>
    public static async Task WaitUntilAsync(Func<bool> condition, string what)
    {
        for (long end = Now + 10_000; !condition(); await Task.Delay(5))
        {
            if (Now > end)
            {
                throw new TimeoutException($"10 seconds have passed and this has not happened: {what}.");
            }
        }
    }
}
