namespace ProcGen.Synchronization;

/// <summary>Who in this process holds a re-entrant lock: a thread, or what awaits and so may go from thread to thread.</summary>
internal static class FlowOfControl
{
    private static readonly AsyncLocal<int> Asynchronous = new();
    private static int s_last;

    /// <summary>A number for the flow that runs: positive for a thread, negative for an asynchronous flow.</summary>
    public static int Current => Asynchronous.Value is not 0 and var flow ? flow : Environment.CurrentManagedThreadId;

    /// <summary>Makes the caller's flow one that may go from thread to thread. It stays so until <see cref="Forget"/>.</summary>
    public static void BecomeAsynchronous()
    {
        if (Asynchronous.Value == 0)
        {
            Asynchronous.Value = -(Interlocked.Increment(ref s_last) & int.MaxValue);
        }
    }

    /// <summary>What the flow starts from here on is no longer part of it.</summary>
    public static void Forget()
    {
        if (Asynchronous.Value != 0)
        {
            Asynchronous.Value = 0;
        }
    }
}
