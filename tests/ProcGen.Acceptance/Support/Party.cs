namespace ProcGen.Acceptance;

/// <summary>Who takes part beside the test itself: what is shared means the same among threads and among processes.</summary>
public enum Party
{
    Thread,
    Process,
}

internal static class Parties
{
    /// <summary>Runs a target in a process and waits for it on this thread: for tests that hold what belongs to a thread.</summary>
    public static T ResultOf<T>(this ChildProcess<T> target)
    {
        using (target)
        {
            return target.Started().Ended().Result;
        }
    }

    /// <summary>Runs a target on a thread of this process, or in a process of its own. It has been started when this returns.</summary>
    public static async Task<T> Run<T>(this Party party, ChildProcess<T> target)
    {
        using (target)
        {
            return party == Party.Process
                ? await target.Started().GetResultAsync().Soon()
                : await Task.Factory.StartNew(target.Run, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Soon();
        }
    }
}

/// <summary>Names that no other test and no other run has.</summary>
internal static class Names
{
    public static string New() => $"procgen-acceptance-{Guid.NewGuid():N}";
}
