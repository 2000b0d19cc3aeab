using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ProcGen.Hosting;

/// <summary>What is known about this program that decides how a child of it can be started. All but the guard is gathered once.</summary>
internal sealed record LaunchFacts
{
    private static readonly Lazy<LaunchFacts> Fixed = new(GatherOnce);

    /// <summary>The file of this process' program: the apphost, a single-file bundle, a native program, or the dotnet host.</summary>
    public required string? ProcessPath { get; init; }

    /// <summary>The file of the entry assembly; empty in a single-file bundle, null where there is none.</summary>
    public required string? EntryAssemblyPath { get; init; }

    /// <summary>The program's dependency file as the host was given it. Under a test host this is the test project's, not the host's.</summary>
    public required string? DependencyFile { get; init; }

    /// <summary>Where the dotnet host is that belongs to the running framework.</summary>
    public required string? DotnetHost { get; init; }

    /// <summary>The file of this library, which is the program of children; empty in a single-file bundle.</summary>
    public required string LibraryPath { get; init; }

    /// <summary>Whether the runtime is CoreCLR, which has startup hooks; NativeAOT has none.</summary>
    public required bool HasRuntimeHooks { get; init; }

    /// <summary>Whether startup hooks are switched on; trimming switches them off.</summary>
    public required bool HooksSwitchedOn { get; init; }

    /// <summary>Whether <c>Main</c> asked <see cref="ProcessHost.IsChild"/>: the guard is there.</summary>
    public required bool HasGuard { get; init; }

    public static LaunchFacts Gather() => Fixed.Value with { HasGuard = ProcessHost.WasAsked };

    private static LaunchFacts GatherOnce() => new()
    {
        ProcessPath = Environment.ProcessPath,
        EntryAssemblyPath = EntryPath(),
        DependencyFile = (AppContext.GetData("APP_CONTEXT_DEPS_FILES") as string)?.Split(';', 2)[0] is { Length: > 0 } file ? file : null,
        DotnetHost = FindDotnetHost(),
        LibraryPath = FindLibrary(),
        HasRuntimeHooks = RuntimeFeature.IsDynamicCodeSupported,
        HooksSwitchedOn = !AppContext.TryGetSwitch("System.StartupHookProvider.IsSupported", out bool on) || on,
        HasGuard = false,
    };

    [System.Diagnostics.CodeAnalysis.UnconditionalSuppressMessage("SingleFile", "IL3000", Justification = "An empty path is what tells that this is a single-file bundle.")]
    private static string? EntryPath() => Assembly.GetEntryAssembly()?.Location;

    [System.Diagnostics.CodeAnalysis.UnconditionalSuppressMessage("SingleFile", "IL3000", Justification = "An empty path is what tells that this is a single-file bundle.")]
    private static string FindLibrary() => typeof(LaunchFacts).Assembly.Location;

    private static string? FindDotnetHost()
    {
        // <dotnet>/shared/Microsoft.NETCore.App/<version>/, unless the program brings its own runtime.
        string runtime = RuntimeEnvironment.GetRuntimeDirectory();
        if (Path.GetFullPath(runtime) == Path.GetFullPath(AppContext.BaseDirectory))
        {
            return null;
        }

        string root = Path.GetFullPath(Path.Combine(runtime, "..", "..", ".."));
        string host = Path.Combine(root, "dotnet");
        return File.Exists(host) ? host : null;
    }
}
