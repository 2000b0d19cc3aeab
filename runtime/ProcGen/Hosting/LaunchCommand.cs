namespace ProcGen.Hosting;

// The ladder: how to start this very program once more so that it becomes a child instead of running its Main.
//
// 1. CoreCLR with startup hooks: the hook takes over before the program's assembly is touched, so nothing has to be added to Main.
//    a. In a single-file bundle, or when the process is the program's own apphost: the same file again.
//    b. Otherwise (dotnet app.dll, a test host, an embedding host): "dotnet exec" with the program's own dependency and runtime files.
// 2. NativeAOT, or hooks switched off by trimming: the same file again; the guard line in Main takes over. Without that line a child would
//    run Main, and Main would start children: so this is refused before anything is started.
internal sealed record LaunchCommand(string FileName, IReadOnlyList<string> Arguments, bool ByHook)
{
    private const string Guard = "if (ProcessHost.IsChild) return ProcessHost.RunChild();";

    /// <summary>Decides how a child is started.</summary>
    /// <exception cref="InvalidOperationException">A child cannot be told from the program itself, or nothing says how the program is started.</exception>
    public static LaunchCommand Choose(LaunchFacts facts)
    {
        if (facts.HasRuntimeHooks && facts.HooksSwitchedOn)
        {
            return ChooseWithHook(facts);
        }

        if (!facts.HasGuard)
        {
            string why = facts.HasRuntimeHooks
                ? "startup hooks are switched off (StartupHookSupport is false, as it is by default in trimmed programs)"
                : "a NativeAOT program has no startup hooks";
            throw new InvalidOperationException(
                $"This program cannot start child processes, because {why} and its Main does not begin with the guard. Make this the first line of Main: {Guard}");
        }

        return new LaunchCommand(RequireProcessPath(facts), [RequireProcessPath(facts)], ByHook: false);
    }

    private static LaunchCommand ChooseWithHook(LaunchFacts facts)
    {
        string? entry = facts.EntryAssemblyPath;
        if (entry is { Length: 0 } || IsOwnHost(facts.ProcessPath, entry))
        {
            string program = RequireProcessPath(facts);
            return new LaunchCommand(program, [program], ByHook: true);
        }

        string host = IsDotnet(facts.ProcessPath) ? facts.ProcessPath! : facts.DotnetHost ?? throw new InvalidOperationException(
            "This program cannot start child processes: it is run by a host that is not its own, and no dotnet host was found beside the framework. Start it through its apphost or through dotnet.");
        string main = MainAssembly(facts);
        List<string> arguments = [host, "exec"];
        AddFile(arguments, "--depsfile", Path.ChangeExtension(main, ".deps.json"));
        AddFile(arguments, "--runtimeconfig", Path.ChangeExtension(main, ".runtimeconfig.json"));
        arguments.Add(main);
        return new LaunchCommand(host, arguments, ByHook: true);
    }

    private static bool IsOwnHost(string? processPath, string? entry) =>
        processPath is not null && entry is not null
        && Path.GetDirectoryName(processPath) == Path.GetDirectoryName(entry)
        && Path.GetFileNameWithoutExtension(processPath) == Path.GetFileNameWithoutExtension(entry);

    private static bool IsDotnet(string? processPath) => Path.GetFileNameWithoutExtension(processPath) == "dotnet";

    private static string MainAssembly(LaunchFacts facts)
    {
        // Under a test host the entry assembly is the host's; the dependency file is the test project's, and its assembly can be started.
        const string Suffix = ".deps.json";
        if (facts.DependencyFile is { } file && file.EndsWith(Suffix, StringComparison.Ordinal))
        {
            string program = file[..^Suffix.Length] + ".dll";
            if (File.Exists(program) && File.Exists(Path.ChangeExtension(program, ".runtimeconfig.json")))
            {
                return program;
            }
        }

        return facts.EntryAssemblyPath ?? throw new InvalidOperationException(
            "This program cannot start child processes: it has no entry assembly (native code hosts the runtime), so there is no program to start again.");
    }

    private static void AddFile(List<string> arguments, string option, string file)
    {
        if (File.Exists(file))
        {
            arguments.Add(option);
            arguments.Add(file);
        }
    }

    private static string RequireProcessPath(LaunchFacts facts) => facts.ProcessPath ?? throw new InvalidOperationException(
        "This program cannot start child processes: the system does not tell which file it runs from.");
}
