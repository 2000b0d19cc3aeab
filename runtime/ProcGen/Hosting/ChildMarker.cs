using System.Globalization;

namespace ProcGen.Hosting;

/// <summary>What the environment of a child says to it before it can read its channel: that it is a child, and whose.</summary>
/// <remarks>Whoever carries the marker and has not come through the child's entry may start nothing: that is what makes an endless chain of processes impossible.</remarks>
internal readonly record struct ChildMarker(int ParentProcessId, ChildEntry Entry)
{
    public const string Variable = "PROCGEN_CHILD";
    public const string HookVariable = "DOTNET_STARTUP_HOOKS";

    private const string AssemblyName = "ProcGen";

    /// <summary>Whether this process was started as a child.</summary>
    public static bool IsPresent => Environment.GetEnvironmentVariable(Variable) is not null;

    /// <summary>Reads the marker of this process, or returns null.</summary>
    public static ChildMarker? Read() => Environment.GetEnvironmentVariable(Variable) is { } text ? Parse(text) : null;

    // By hand: the library's number parsing asks for a culture, and the first culture of a process loads 30 MB of ICU.
    internal static ChildMarker? Parse(string text)
    {
        int parent = 0;
        int position = 0;
        while (position < text.Length && char.IsAsciiDigit(text[position]) && parent <= (int.MaxValue - 9) / 10)
        {
            parent = (10 * parent) + text[position++] - '0';
        }

        return position > 0 && position + 2 == text.Length && text[position] == ':'
            ? new ChildMarker(parent, (ChildEntry)text[position + 1])
            : null;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{ParentProcessId}:{(char)Entry}");

    /// <summary>
    /// What the runtime is told to load as our hook: the file, since the runtime parses a name with code that has to be compiled first (4 ms);
    /// the name where there is no file (a single-file bundle) or its path could not be told from a list of paths.
    /// </summary>
    public static string Hook { get; } = FindHook();

    /// <summary>The hooks that a child is started with: those that are there, then ours, which does not return.</summary>
    public static string AddHook(string? existing) => string.IsNullOrEmpty(existing) ? Hook : $"{existing}{Path.PathSeparator}{Hook}";

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
        int last = hooks.LastIndexOf(Path.PathSeparator) + 1;
        if (!Path.GetFileNameWithoutExtension(hooks.AsSpan(last)).SequenceEqual(AssemblyName))
        {
            return hooks;
        }

        return last == 0 ? null : hooks[..(last - 1)];
    }

    [System.Diagnostics.CodeAnalysis.UnconditionalSuppressMessage("SingleFile", "IL3000", Justification = "An empty path is what tells that this is a single-file bundle.")]
    private static string FindHook()
    {
        string path = typeof(ChildMarker).Assembly.Location;
        return path.Length == 0 || path.Contains(Path.PathSeparator, StringComparison.Ordinal) ? AssemblyName : path;
    }
}
