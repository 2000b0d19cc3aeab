using System.Globalization;

namespace ProcGen.Hosting;

/// <summary>What the environment of a child says to it before it can read its channel: that it is a child, and whose.</summary>
/// <remarks>Whoever carries the marker and has not come through the child's entry may start nothing: that is what makes an endless chain of processes impossible.</remarks>
internal readonly record struct ChildMarker(int ParentProcessId, bool ByHook)
{
    public const string Variable = "PROCGEN_CHILD";
    public const string HookVariable = "DOTNET_STARTUP_HOOKS";
    public const string HookName = "ProcGen";

    private const string HookWay = "hook";
    private const string GuardWay = "guard";

    /// <summary>Whether this process was started as a child.</summary>
    public static bool IsPresent => Environment.GetEnvironmentVariable(Variable) is not null;

    /// <summary>Reads the marker of this process, or returns null.</summary>
    public static ChildMarker? Read() =>
        Environment.GetEnvironmentVariable(Variable) is { } text
        && text.IndexOf(':', StringComparison.Ordinal) is int colon and > 0
        && int.TryParse(text.AsSpan(0, colon), NumberStyles.None, CultureInfo.InvariantCulture, out int parent)
            ? new ChildMarker(parent, text.AsSpan(colon + 1).SequenceEqual(HookWay))
            : null;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{ParentProcessId}:{(ByHook ? HookWay : GuardWay)}");

    /// <summary>The hooks that a child is started with: those that are there, then ours, which does not return.</summary>
    public static string AddHook(string? existing) => string.IsNullOrEmpty(existing) ? HookName : $"{existing}{Path.PathSeparator}{HookName}";

    /// <summary>Takes the marker and our hook out of this process' environment, so that programs it starts do not take themselves for children.</summary>
    public static void Clear()
    {
        Environment.SetEnvironmentVariable(Variable, null);
        if (Environment.GetEnvironmentVariable(HookVariable) is { } hooks)
        {
            Environment.SetEnvironmentVariable(HookVariable, RemoveHook(hooks));
        }
    }

    internal static string? RemoveHook(string hooks)
    {
        if (hooks == HookName)
        {
            return null;
        }

        string suffix = $"{Path.PathSeparator}{HookName}";
        return hooks.EndsWith(suffix, StringComparison.Ordinal) ? hooks[..^suffix.Length] : hooks;
    }
}
