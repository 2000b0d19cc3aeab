namespace ProcGen.Hosting;

// The ladder: how to start this very program once more so that it becomes a child instead of running its Main.
//
// 1. Framework-dependent on CoreCLR (dotnet app.dll, an apphost, a test host, an embedding host): "dotnet exec" with this library as the
//    program and the real program's dependency and runtime files, so that the same assemblies, settings and frameworks are there.
// 2. CoreCLR that the program brings along (self-contained, a single-file bundle), or a program that the user names: the same file again,
//    with a startup hook that takes over before the program is touched.
// 3. NativeAOT, or hooks switched off, as trimming does: the same file again; the guard line in Main takes over. Without that line a child
//    would run Main, and Main would start children: so this is refused before anything is started. A program that switches hooks off says
//    that nobody shall enter it but through Main; that holds for the first way too.
internal sealed record LaunchCommand(string FileName, IReadOnlyList<string> Arguments, ChildEntry Entry)
{
    /// <summary>The file of the program's own assembly, where another one runs; else empty.</summary>
    public string MainAssembly { get; init; } = "";

    private const string Guard = "if (ProcessHost.IsChild) return ProcessHost.RunChild();";

    /// <summary>Decides how a child is started.</summary>
    /// <param name="facts">What is known about this program.</param>
    /// <param name="executable">The program that the user named instead of this one, or null.</param>
    /// <exception cref="InvalidOperationException">A child cannot be told from the program itself, or nothing says how the program is started.</exception>
    public static LaunchCommand Choose(LaunchFacts facts, string? executable = null)
    {
        if (!facts.HasRuntimeHooks || !facts.HooksSwitchedOn)
        {
            return facts.HasGuard ? new LaunchCommand(executable ?? RequireProcessPath(facts), [], ChildEntry.Guard) : throw NoGuard(facts);
        }

        if (executable is not null && !IsDotnet(executable))
        {
            return new LaunchCommand(executable, [], ChildEntry.Hook);
        }

        return ChooseProgram(facts, executable) ?? new LaunchCommand(RequireOwnHost(facts), [], ChildEntry.Hook);
    }

    private static LaunchCommand? ChooseProgram(LaunchFacts facts, string? executable)
    {
        string? host = executable ?? (IsDotnet(facts.ProcessPath) ? facts.ProcessPath : facts.DotnetHost);
        if (host is null || facts.LibraryPath.Length == 0 || FindMain(facts) is not { } main)
        {
            return null;
        }

        List<string> arguments = ["exec", "--runtimeconfig", Path.ChangeExtension(main, ".runtimeconfig.json")];
        string dependencies = Path.ChangeExtension(main, ".deps.json");
        if (File.Exists(dependencies))
        {
            arguments.AddRange(["--depsfile", dependencies]);
        }

        // The host looks for the rest of the program beside the file that it is given. What a package brings compiled ahead of time for this kind
        // of machine lies in a folder below (runtimes/): the dependency file leads the runtime to it, whichever of the two is named here.
        string beside = Path.Combine(Path.GetDirectoryName(main) ?? "", Path.GetFileName(facts.LibraryPath));
        string library = File.Exists(beside) ? beside : facts.LibraryPath;
        return new LaunchCommand(host, [.. arguments, library], ChildEntry.Program) { MainAssembly = main };
    }

    // The program's assembly, beside which its runtime file is. Under a test host the entry assembly is the host's; the dependency file is
    // the test project's.
    private static string? FindMain(LaunchFacts facts)
    {
        const string Suffix = ".deps.json";
        string? named = facts.DependencyFile is { } file && file.EndsWith(Suffix, StringComparison.Ordinal) ? file[..^Suffix.Length] + ".dll" : null;
        return new[] { named, facts.EntryAssemblyPath }.FirstOrDefault(static path => path is { Length: > 0 } && File.Exists(Path.ChangeExtension(path, ".runtimeconfig.json")));
    }

    private static bool IsDotnet(string? path) => Path.GetFileName(path) is "dotnet" or "dotnet.exe";

    private static string RequireOwnHost(LaunchFacts facts) => facts.EntryAssemblyPath is { } entry && !IsDotnet(facts.ProcessPath) && IsBeside(facts.ProcessPath, entry)
        ? RequireProcessPath(facts)
        : throw new InvalidOperationException(
            $"This program cannot start child processes: it runs in '{facts.ProcessPath}', which is not its own host, and it has no runtime file (.runtimeconfig.json) that the dotnet host could start it by.");

    // A single-file bundle has no entry assembly path; any other program's host lies beside its assembly.
    private static bool IsBeside(string? processPath, string entry) => entry.Length == 0 || Path.GetDirectoryName(processPath) == Path.GetDirectoryName(entry);

    private static string RequireProcessPath(LaunchFacts facts) => facts.ProcessPath ?? throw new InvalidOperationException(
        "This program cannot start child processes: the system does not tell which file it runs from.");

    private static InvalidOperationException NoGuard(LaunchFacts facts)
    {
        string why = facts.HasRuntimeHooks
            ? "startup hooks are switched off (StartupHookSupport is false, as it is by default in trimmed programs)"
            : "a NativeAOT program has no startup hooks";
        return new InvalidOperationException(
            $"This program cannot start child processes, because {why} and its Main does not begin with the guard. Make this the first line of Main: {Guard}");
    }
}
