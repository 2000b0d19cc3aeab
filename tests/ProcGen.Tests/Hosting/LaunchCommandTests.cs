using ProcGen.Hosting;

namespace ProcGen.Tests.Hosting;

/// <summary>The ladder: which facts lead to which way of starting a child.</summary>
public sealed class LaunchCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    // The program as it is built: a file and its host in one folder, with the files that the dotnet host needs.
    private readonly LaunchFacts _facts;

    public LaunchCommandTests()
    {
        foreach (string file in (string[])["My.Tool", "My.Tool.dll", "My.Tool.runtimeconfig.json", "My.Tool.deps.json", "ProcGen.dll"])
        {
            File.WriteAllText(In(file), "");
        }

        _facts = new LaunchFacts
        {
            ProcessPath = In("My.Tool"),
            EntryAssemblyPath = In("My.Tool.dll"),
            DependencyFile = In("My.Tool.deps.json"),
            DotnetHost = "/usr/share/dotnet/dotnet",
            LibraryPath = In("ProcGen.dll"),
            HasRuntimeHooks = true,
            HooksSwitchedOn = true,
            HasGuard = false,
        };
    }

    private string[] Exec => ["exec", "--runtimeconfig", In("My.Tool.runtimeconfig.json"), "--depsfile", In("My.Tool.deps.json"), In("ProcGen.dll")];

    private LaunchFacts SelfContained => _facts with { DotnetHost = null };

    private LaunchFacts SingleFile => SelfContained with { EntryAssemblyPath = "", DependencyFile = null, LibraryPath = "" };

    private LaunchFacts Native => SingleFile with { HasRuntimeHooks = false };

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void An_apphost_is_left_out() => AssertProgram("/usr/share/dotnet/dotnet", _facts);

    [Fact]
    public void The_dotnet_host_that_runs_this_process_is_taken() => AssertProgram("/opt/dotnet", _facts with { ProcessPath = "/opt/dotnet" });

    [Fact]
    public void A_test_host_is_left_out() => AssertProgram("/usr/share/dotnet/dotnet", _facts with { ProcessPath = "/sdk/testhost", EntryAssemblyPath = "/sdk/testhost.dll" });

    [Fact]
    public void An_embedding_host_is_left_out() => AssertProgram("/usr/share/dotnet/dotnet", _facts with { ProcessPath = "/usr/bin/nginx" });

    [Fact]
    public void A_process_whose_file_is_unknown_is_started_all_the_same() => AssertProgram("/usr/share/dotnet/dotnet", _facts with { ProcessPath = null });

    [Fact]
    public void A_host_of_the_users_choice_is_taken()
    {
        LaunchCommand command = LaunchCommand.Choose(_facts, "/other/dotnet");
        Assert.Equal(("/other/dotnet", ChildEntry.Program), (command.FileName, command.Entry));
        Assert.Equal(Exec, command.Arguments);
    }

    [Fact]
    public void The_library_beside_the_program_is_named_where_another_runs() =>
        AssertProgram("/usr/share/dotnet/dotnet", _facts with { LibraryPath = In("runtimes/linux-x64/lib/net10.0/ProcGen.dll") });

    [Fact]
    public void A_program_without_dependency_file_is_started_without_it()
    {
        File.Delete(In("My.Tool.deps.json"));
        Assert.DoesNotContain("--depsfile", LaunchCommand.Choose(_facts with { DependencyFile = null }).Arguments);
    }

    [Fact]
    public void A_program_of_the_users_choice_is_entered_by_the_hook() => AssertHook("/other/My.Tool", LaunchCommand.Choose(_facts, "/other/My.Tool"));

    [Fact]
    public void A_self_contained_program_is_started_again() => AssertHook(In("My.Tool"), LaunchCommand.Choose(SelfContained));

    [Fact]
    public void A_single_file_is_started_again() => AssertHook(In("My.Tool"), LaunchCommand.Choose(SingleFile));

    [Fact]
    public void The_guard_does_not_matter_where_there_are_hooks() =>
        Assert.Equal(ChildEntry.Program, LaunchCommand.Choose(_facts with { HasGuard = true }).Entry);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Without_hooks_the_guard_is_the_way(bool isNative)
    {
        LaunchFacts facts = isNative ? Native : _facts with { HooksSwitchedOn = false };
        LaunchCommand command = LaunchCommand.Choose(facts with { HasGuard = true });
        Assert.Equal((In("My.Tool"), ChildEntry.Guard), (command.FileName, command.Entry));
        Assert.Empty(command.Arguments);
        Assert.Equal("/other/My.Tool", LaunchCommand.Choose(facts with { HasGuard = true }, "/other/My.Tool").FileName);

        var refused = Assert.Throws<InvalidOperationException>(() => LaunchCommand.Choose(facts));
        Assert.Contains("if (ProcessHost.IsChild) return ProcessHost.RunChild();", refused.Message, StringComparison.Ordinal);
        Assert.Contains(isNative ? "NativeAOT" : "StartupHookSupport", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_started_again_says_why()
    {
        AssertRefused("which file it runs from", _facts with { HooksSwitchedOn = false, HasGuard = true, ProcessPath = null });
        AssertRefused("not its own host", _facts with { EntryAssemblyPath = null, DependencyFile = null, ProcessPath = "/usr/bin/native" });
        AssertRefused("not its own host", SelfContained with { ProcessPath = "/usr/bin/native" });
        AssertRefused("which file it runs from", SingleFile with { ProcessPath = null });
        AssertRefused("not its own host", SelfContained with { ProcessPath = Path.Combine(_folder, "dotnet"), DependencyFile = null, EntryAssemblyPath = "/nowhere/My.Tool.dll" });
    }

    [Fact]
    public void This_process_is_understood()
    {
        LaunchFacts facts = LaunchFacts.Gather();
        Assert.True(facts.HasRuntimeHooks);
        Assert.True(facts.HooksSwitchedOn);
        Assert.Equal(Environment.ProcessPath, facts.ProcessPath);
        Assert.True(File.Exists(facts.LibraryPath));
        Assert.True(File.Exists(LaunchCommand.Choose(facts).FileName));
    }

    private static void AssertRefused(string reason, LaunchFacts facts)
    {
        var refused = Assert.Throws<InvalidOperationException>(() => LaunchCommand.Choose(facts));
        Assert.Contains(reason, refused.Message, StringComparison.Ordinal);
    }

    private static void AssertHook(string program, LaunchCommand command)
    {
        Assert.Equal((program, ChildEntry.Hook), (command.FileName, command.Entry));
        Assert.Empty(command.Arguments);
    }

    private void AssertProgram(string host, LaunchFacts facts)
    {
        LaunchCommand command = LaunchCommand.Choose(facts);
        Assert.Equal((host, ChildEntry.Program, In("My.Tool.dll")), (command.FileName, command.Entry, command.MainAssembly));
        Assert.Equal(Exec, command.Arguments);
    }

    private string In(string file) => Path.Combine(_folder, file);
}
