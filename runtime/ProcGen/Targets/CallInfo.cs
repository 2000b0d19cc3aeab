namespace ProcGen;

/// <summary>What a target can learn about the call that it runs for.</summary>
public sealed class CallInfo
{
    private static CallInfo? s_current;

    internal CallInfo(string targetName, int attempt)
    {
        TargetName = targetName;
        Attempt = attempt;
    }

    /// <summary>The call that this process runs for another, or null where it runs none. A child runs one at a time.</summary>
    public static CallInfo? Current
    {
        get => Volatile.Read(ref s_current);
        internal set => Volatile.Write(ref s_current, value);
    }

    /// <summary>The full name of the target.</summary>
    public string TargetName { get; }

    /// <summary>Which attempt it is: 1, unless the call may be tried again (<see cref="CallOptions.MaxAttempts"/>) and workers died of it.</summary>
    public int Attempt { get; }
}
