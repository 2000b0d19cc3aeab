using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text.Json.Nodes;

namespace ProcGen.Acceptance;

/// <summary>How children are told from programs, whatever surrounds them.</summary>
public class BootstrapTests : ProcessTest
{
    [Theory]
    [InlineData("module")]
    [InlineData("static")]
    public async Task ST7_A_start_while_the_program_loads_is_refused_in_children(string where)
    {
        string started = Path.Combine(NewFolder(), "started"), main = Path.Combine(NewFolder(), "main");
        Dictionary<string, string?> environment = new() { ["ROOT_EARLY"] = where, ["ROOT_EARLY_FILE"] = started, ["ROOT_MAIN_FILE"] = main };
        await using RootProgram root = RootProgram.Start(environment, RootProgram.File, "eager");
        await root.Ended();
        await root.TreeEnded();

        // The root may start one from its own initializer, and Main starts one: each of them is refused a child of its own.
        Assert.InRange(File.ReadAllLines(started).Length, 1, 3);
        string said = $"{string.Join('\n', await root.RestOfLines())}\n{await root.Errors()}";
        Assert.Contains("before this child finished bootstrapping", said, StringComparison.Ordinal);
        Assert.Single(File.ReadAllLines(main));
    }

    [Fact]
    public async Task ST7_A_child_never_runs_main()
    {
        string main = Path.Combine(NewFolder(), "main");
        await using RootProgram root = RootProgram.Start(new Dictionary<string, string?> { ["ROOT_MAIN_FILE"] = main }, RootProgram.File, "add");
        Assert.Equal(0, await root.Ended());
        Assert.Equal([$"{root.Id}"], await File.ReadAllLinesAsync(main));
    }

    [Fact]
    public async Task ST10_A_program_whose_file_is_gone_says_so()
    {
        string program = RootProgram.CopyTo(NewFolder());
        string runner = Path.Combine(NewFolder(), "Root");
        File.Copy(program, runner);
        await using RootProgram root = RootProgram.Start(
            [], "/bin/sh", "-c", "exec \"$@\"", "sh", program, "start", "/nowhere/Root");
        Assert.Equal(0, await root.Ended());
        Assert.StartsWith("thrown ProcessStartException CouldNotSpawn", Assert.Single(await root.RestOfLines()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Startup_hooks_switched_off_without_the_guard_are_an_error_that_names_the_guard()
    {
        string main = Path.Combine(NewFolder(), "main");
        await using RootProgram root = RootProgram.Start(new Dictionary<string, string?> { ["ROOT_MAIN_FILE"] = main }, WithoutHooks(), "start");
        Assert.Equal(0, await root.Ended());
        string said = Assert.Single(await root.RestOfLines());
        Assert.StartsWith("thrown InvalidOperationException", said, StringComparison.Ordinal);
        Assert.Contains("if (ProcessHost.IsChild) return ProcessHost.RunChild();", said, StringComparison.Ordinal);
        Assert.Equal([$"{root.Id}"], await File.ReadAllLinesAsync(main));
    }

    [Fact]
    public async Task Startup_hooks_switched_off_with_the_guard_are_no_matter()
    {
        string main = Path.Combine(NewFolder(), "main");
        await using RootProgram root = RootProgram.Start(new Dictionary<string, string?> { ["ROOT_MAIN_FILE"] = main, ["ROOT_GUARD"] = "1" }, WithoutHooks(), "start");
        Assert.Equal(0, await root.Ended());
        Assert.Equal(["exit 0", "failure none"], await root.RestOfLines());
        Assert.Equal([$"{root.Id}"], await File.ReadAllLinesAsync(main));
    }

    // Guarded programs may be children of children too, and none of them runs the rest of Main.
    [Fact]
    public async Task The_guard_serves_grandchildren()
    {
        await using RootProgram root = RootProgram.Start(new Dictionary<string, string?> { ["ROOT_GUARD"] = "1" }, WithoutHooks(), "chain", "2");
        await root.Line("ready");
        Assert.Equal(3, root.Descendants.Count);
    }

    // Root's children and grandchildren see the other hook and not ours; the other hook runs in each of them.
    [Fact]
    public async Task Hooks_of_others_run_and_are_inherited_and_ours_is_not()
    {
        string marks = Path.Combine(NewFolder(), "marks");
        Dictionary<string, string?> environment = new() { ["DOTNET_STARTUP_HOOKS"] = RootProgram.MarkerHook, ["MARKER_FILE"] = marks };
        await using RootProgram root = RootProgram.Start(environment, RootProgram.File, "variables", "DOTNET_STARTUP_HOOKS");
        Assert.Equal(0, await root.Ended());
        string hook = RootProgram.MarkerHook;
        Assert.Equal([$"variable {hook}", $"variable {hook}", $"variable {hook}", $"other <{hook}>"], await root.RestOfLines());

        // The root, a child and a grandchild; and the child that started another program.
        string[] processes = await File.ReadAllLinesAsync(marks);
        Assert.Equal(4, processes.Length);
        Assert.Equal(4, processes.Distinct().Count());
        Assert.Contains($"{root.Id}", processes);
    }

    [Fact]
    public async Task Programs_that_a_child_starts_do_not_take_themselves_for_children()
    {
        await using RootProgram root = RootProgram.Start("variables", "PROCGEN_CHILD");
        Assert.Equal(0, await root.Ended());
        Assert.Equal(["variable ", "variable ", "variable ", "other <>"], await root.RestOfLines());
    }

    [Theory]
    [InlineData("Root.dll")]
    [InlineData("ProcGen.dll")]
    public async Task Another_build_on_the_other_side_is_refused(string file)
    {
        string folder = NewFolder();
        string other = RootProgram.CopyTo(folder);
        ChangeBuild(Path.Combine(folder, file));
        await using RootProgram root = RootProgram.Start("start", other);
        Assert.Equal(0, await root.Ended());
        IReadOnlyList<string> lines = await root.RestOfLines();
        Assert.StartsWith("failure ProcessStartException Refused", lines[^1], StringComparison.Ordinal);
        Assert.Contains("build", lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_copy_of_the_same_build_is_not_refused()
    {
        await using RootProgram root = RootProgram.Start("start", RootProgram.CopyTo(NewFolder()));
        Assert.Equal(0, await root.Ended());
        Assert.Equal(["exit 0", "failure none"], await root.RestOfLines());
    }

    // As "dotnet app.dll" does it.
    [Fact]
    public async Task A_program_run_by_the_dotnet_host_starts_children()
    {
        await using RootProgram root = RootProgram.Start([], "dotnet", Path.Combine(RootProgram.Folder, "Root.dll"), "chain", "1");
        await root.Line("ready");
        Assert.Equal(2, root.Descendants.Count);
    }

    [Fact]
    public async Task A_program_is_found_by_a_link_to_it()
    {
        string link = Path.Combine(NewFolder(), "linked");
        File.CreateSymbolicLink(link, RootProgram.File);
        await using RootProgram root = RootProgram.Start([], link, "start");
        Assert.Equal(0, await root.Ended());
        Assert.Equal(["exit 0", "failure none"], await root.RestOfLines());
    }

    // A copy of a program whose runtime configuration switches startup hooks off, as trimming does.
    private string WithoutHooks()
    {
        string folder = NewFolder();
        string program = RootProgram.CopyTo(folder);
        string configuration = Path.Combine(folder, "Root.runtimeconfig.json");
        JsonNode root = JsonNode.Parse(File.ReadAllText(configuration))!;
        var properties = root["runtimeOptions"]!["configProperties"] as JsonObject;
        if (properties is null)
        {
            root["runtimeOptions"]!["configProperties"] = properties = [];
        }

        properties["System.StartupHookProvider.IsSupported"] = false;
        File.WriteAllText(configuration, root.ToJsonString());
        return program;
    }

    // Gives an assembly another identity of its build, as a rebuild would.
    private static void ChangeBuild(string file)
    {
        byte[] bytes = File.ReadAllBytes(file);
        Guid version;
        using (PEReader image = new(new MemoryStream(bytes)))
        {
            MetadataReader metadata = image.GetMetadataReader();
            version = metadata.GetGuid(metadata.GetModuleDefinition().Mvid);
        }

        int found = bytes.AsSpan().IndexOf(version.ToByteArray());
        bytes[found] ^= 0xff;
        File.WriteAllBytes(file, bytes);
    }
}
