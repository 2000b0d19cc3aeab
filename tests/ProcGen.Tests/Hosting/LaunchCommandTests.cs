using ProcGen.Hosting;

namespace ProcGen.Tests.Hosting;

/// <summary>The ladder: which facts lead to which way of starting a child.</summary>
public class LaunchCommandTests
{
    private static readonly LaunchFacts Apphost = new()
    {
        ProcessPath = "/app/Tool",
        EntryAssemblyPath = "/app/Tool.dll",
        DependencyFile = "/app/Tool.deps.json",
        DotnetHost = "/usr/share/dotnet/dotnet",
        HasRuntimeHooks = true,
        HooksSwitchedOn = true,
        HasGuard = false,
    };

    private static readonly (string Kind, LaunchFacts Facts, string FileName, bool ByHook)[] KnownWays =
    [
        ("apphost", Apphost, "/app/Tool", true),
        ("apphost with a dot in its name", Apphost with { ProcessPath = "/app/My.Tool", EntryAssemblyPath = "/app/My.Tool.dll" }, "/app/My.Tool", true),
        ("self-contained, with a dot in its name", Apphost with { ProcessPath = "/app/My.Tool", EntryAssemblyPath = "/app/My.Tool.dll", DotnetHost = null }, "/app/My.Tool", true),
        ("self-contained", Apphost with { DotnetHost = null }, "/app/Tool", true),
        ("single file", Apphost with { EntryAssemblyPath = "", DependencyFile = null, DotnetHost = null }, "/app/Tool", true),
        ("dotnet app.dll", Apphost with { ProcessPath = "/opt/dotnet" }, "/opt/dotnet", true),
        ("a test host of another name", Apphost with { ProcessPath = "/sdk/testhost", EntryAssemblyPath = "/sdk/testhost.dll" }, "/sdk/testhost", true),
        ("embedded in a native program", Apphost with { ProcessPath = "/usr/bin/nginx" }, "/usr/share/dotnet/dotnet", true),
        ("the process' file unknown", Apphost with { ProcessPath = null }, "/usr/share/dotnet/dotnet", true),
        ("apphost in another folder", Apphost with { ProcessPath = "/elsewhere/Tool" }, "/usr/share/dotnet/dotnet", true),
        ("the guard does not matter with hooks", Apphost with { HasGuard = true }, "/app/Tool", true),
        ("trimmed, with the guard", Apphost with { HooksSwitchedOn = false, HasGuard = true }, "/app/Tool", false),
        ("native, with the guard", Apphost with { HasRuntimeHooks = false, HasGuard = true, EntryAssemblyPath = "", DotnetHost = null }, "/app/Tool", false),
    ];

    public static TheoryData<string> Ways => [.. KnownWays.Select(static way => way.Kind)];

    public static TheoryData<string> Refusals => [.. KnownRefusals.Select(static refusal => refusal.Kind)];

    [Theory]
    [MemberData(nameof(Ways))]
    public void Each_kind_of_program_has_its_way(string kind)
    {
        (_, LaunchFacts facts, string fileName, bool byHook) = KnownWays.Single(way => way.Kind == kind);
        LaunchCommand command = LaunchCommand.Choose(facts);
        Assert.True((fileName, byHook) == (command.FileName, command.ByHook), $"{kind}: {command}");
        Assert.Equal(fileName, command.Arguments[0]);
    }

    [Fact]
    public void The_dotnet_host_is_told_the_programs_own_files()
    {
        string folder = Directory.CreateTempSubdirectory().FullName;
        try
        {
            string main = Path.Combine(folder, "My.Tool.dll"), dependencies = Path.Combine(folder, "My.Tool.deps.json"), configuration = Path.Combine(folder, "My.Tool.runtimeconfig.json");
            File.WriteAllText(dependencies, "");
            File.WriteAllText(configuration, "");
            LaunchFacts facts = Apphost with { ProcessPath = "/usr/bin/dotnet", EntryAssemblyPath = main, DependencyFile = dependencies };
            Assert.Equal(["/usr/bin/dotnet", "exec", "--depsfile", dependencies, "--runtimeconfig", configuration, main], LaunchCommand.Choose(facts).Arguments);

            // Under a test host the entry assembly is the host's, and the dependency file tells the program.
            File.WriteAllText(main, "");
            Assert.Equal(main, LaunchCommand.Choose(facts with { EntryAssemblyPath = "/sdk/testhost.dll" }).Arguments[^1]);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static readonly (string Kind, LaunchFacts Facts, string Reason)[] KnownRefusals =
    [
        ("trimmed, without the guard", Apphost with { HooksSwitchedOn = false }, "ProcessHost.RunChild()"),
        ("native, without the guard", Apphost with { HasRuntimeHooks = false }, "ProcessHost.RunChild()"),
        ("guarded, but the file is unknown", Apphost with { HooksSwitchedOn = false, HasGuard = true, ProcessPath = null }, "which file it runs from"),
        ("single file, but the file is unknown", Apphost with { EntryAssemblyPath = "", ProcessPath = null }, "which file it runs from"),
        ("no entry assembly", Apphost with { EntryAssemblyPath = null, DependencyFile = null, ProcessPath = "/usr/bin/native" }, "no entry assembly"),
        ("no dotnet host", Apphost with { ProcessPath = "/usr/bin/native", DotnetHost = null }, "no dotnet host"),
    ];

    [Theory]
    [MemberData(nameof(Refusals))]
    public void What_cannot_be_started_again_says_why(string kind)
    {
        (_, LaunchFacts facts, string reason) = KnownRefusals.Single(refusal => refusal.Kind == kind);
        var refused = Assert.Throws<InvalidOperationException>(() => LaunchCommand.Choose(facts));
        Assert.True(refused.Message.Contains(reason, StringComparison.Ordinal), $"{kind}: {refused.Message}");
    }

    [Fact]
    public void This_process_is_understood()
    {
        LaunchFacts facts = LaunchFacts.Gather();
        Assert.True(facts.HasRuntimeHooks);
        Assert.True(facts.HooksSwitchedOn);
        Assert.Equal(Environment.ProcessPath, facts.ProcessPath);
        Assert.True(File.Exists(LaunchCommand.Choose(facts).FileName));
    }
}
