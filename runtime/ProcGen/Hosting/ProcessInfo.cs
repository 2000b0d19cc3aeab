using ProcGen.Messaging;
using ProcGen.Platform;
using ProcGen.Waiting;

namespace ProcGen;

/// <summary>A process seen from inside: this one (<see cref="Current"/>) or the one that started it (<see cref="Parent"/>). Python: <c>current_process()</c> and <c>parent_process()</c>.</summary>
/// <remarks>Safe for use from any thread.</remarks>
public sealed class ProcessInfo
{
    private static ProcessInfo s_current = new() { Id = Environment.ProcessId, Name = "MainProcess" };

    private SafeDescriptor? _exitHandle;
    private byte[]? _authKey;

    internal ProcessInfo()
    {
    }

    /// <summary>This process.</summary>
    public static ProcessInfo Current
    {
        get => Volatile.Read(ref s_current);
        internal set
        {
            TreeKey.Inherit(value.AuthKey.ToArray());
            Volatile.Write(ref s_current, value);
        }
    }

    /// <summary>The process that started this one, or null where this process is the root: it was not started by ProcGen.</summary>
    public static ProcessInfo? Parent { get; internal set; }

    /// <summary>The process id.</summary>
    public required int Id { get; init; }

    /// <summary>The name; <c>MainProcess</c> for the root.</summary>
    public required string Name { get; init; }

    /// <summary>Whether it may not start children and ends with its parent.</summary>
    public bool IsDaemon { get; init; }

    /// <summary>The key that processes of one tree share, by which they know each other. Empty for <see cref="Parent"/>. Keep it secret.</summary>
    public ReadOnlyMemory<byte> AuthKey
    {
        get => _authKey ?? TreeKey.Value;
        init => _authKey = value.ToArray();
    }

    /// <summary>Whether it was started by ProcGen.</summary>
    internal bool IsChild { get; init; }

    /// <summary>Whether it runs. Always true for <see cref="Current"/>.</summary>
    public bool IsAlive => ReferenceEquals(this, s_current) || !Join(TimeSpan.Zero);

    /// <summary>The exit code as for <see cref="ChildProcess.ExitCode"/>; null, since it runs or is not ours to ask.</summary>
#pragma warning disable CA1822 // Python's current process has an exit code too, and it is None.
    public int? ExitCode => null;
#pragma warning restore CA1822

    /// <summary>Waits until it has ended. True when it has, false when the time is up.</summary>
    /// <param name="timeout">How long to wait: zero or negative asks only; <see cref="Timeout.InfiniteTimeSpan"/> waits without end.</param>
    /// <exception cref="InvalidOperationException">This is <see cref="Current"/>: a process cannot wait for itself.</exception>
    public bool Join(TimeSpan timeout)
    {
        if (ReferenceEquals(this, s_current))
        {
            throw new InvalidOperationException("A process cannot join itself.");
        }

        return _exitHandle is null || HostPlatform.Current.WaitUntilReadable(_exitHandle, Durations.ForTimerOrNow(timeout));
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Name} ({Id})";

    // The handle is opened while the parent is known to live, so that its id cannot have become somebody else's.
    internal static void SetParent(int id, string name) => Parent = new ProcessInfo { Id = id, Name = name, AuthKey = default, _exitHandle = HostPlatform.Current.OpenExitHandle(id) };
}
