using System.Diagnostics;

namespace ProcGen.Acceptance;

/// <summary>Tests wait for events. The deadlines only tell a failure from a hang, so they are generous: a loaded machine is no error.</summary>
internal static class Deadlines
{
    public static readonly TimeSpan Event = TimeSpan.FromSeconds(60);

    /// <summary>Waits until something is so that tells nobody when it becomes so, such as a file or a line of /proc.</summary>
    public static async Task Until(Func<bool> isSo, string what)
    {
        long start = Stopwatch.GetTimestamp();
        while (!isSo())
        {
            Assert.True(Stopwatch.GetElapsedTime(start) < Event, $"Waited {Event.TotalSeconds} s until {what}.");
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }
    }

    public static async Task<T> Soon<T>(this Task<T> task) => await task.WaitAsync(Event, TestContext.Current.CancellationToken);

    public static async Task Soon(this Task task, TimeSpan time) => await task.WaitAsync(time, TestContext.Current.CancellationToken);

    public static async Task Soon(this Task task) => await task.WaitAsync(Event, TestContext.Current.CancellationToken);

    /// <summary>Joins a process that is expected to end.</summary>
    public static T Ended<T>(this T process)
        where T : ChildProcess
    {
        Assert.True(process.Join(Event), $"{process} did not end.");
        return process;
    }

    public static T Started<T>(this T process)
        where T : ChildProcess
    {
        process.Start();
        return process;
    }
}
