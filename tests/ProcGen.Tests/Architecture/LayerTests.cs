using Microsoft.CodeAnalysis;

namespace ProcGen.Tests.Architecture;

/// <summary>The layers of the runtime, read from its code.</summary>
public class LayerTests
{
    private const string Start = "<!-- Written by LayerTests: do not edit. -->";
    private const string End = "<!-- End of what LayerTests wrote. -->";
    private const string UpdateVariable = "PROCGEN_UPDATE_ARCHITECTURE";

    // If names did not resolve, the tests below would see no arrows and be glad. Parts that other generators write are missing here.
    [Fact]
    public void The_sources_are_understood() =>
        Assert.Empty(SourceMap.OfTheRuntime.Compilation.GetDiagnostics().Where(static one => one.Severity == DiagnosticSeverity.Error && one.Id is not ("CS8795" or "CS0165")));

    [Fact]
    public void Nothing_refers_upwards() => Assert.Empty(Layers.FindViolations(SourceMap.OfTheRuntime));

    [Fact]
    public void Each_kind_of_violation_is_found()
    {
        Assert.Empty(Find("class Up { }", "/// <summary><see cref=\"Up\"/> is only talked about.</summary>\nclass Down { }"));
        Assert.NotEmpty(Find("class Up { }", "class Down { Up? _up; }"));
        Assert.NotEmpty(Find("static class Up { public static int Count; }", "class Down { int M() => ProcGen.Up.Count; }"));
        Assert.NotEmpty(Find("static class Up { public static void Go(this int i) { } }", "class Down { void M() => 1.Go(); }"));
        Assert.NotEmpty(Find("class Up { }", "class Down { string M() => nameof(ProcGen.Up); }"));
        Assert.Equal(["Cellar is in no layer."], Layers.FindViolations(Map(("Cellar", "class Any { }"))));

        static IEnumerable<string> Find(string hosting, string platform) =>
            Layers.FindViolations(Map(("Hosting", $"namespace ProcGen; {hosting}"), ("Platform", $"namespace ProcGen; {platform}")));
    }

    [Fact]
    public void The_picture_is_in_step()
    {
        string file = Path.Combine(SourceMap.Repository, "runtime", "ARCHITECTURE.md");
        string page = File.ReadAllText(file);
        int start = page.IndexOf(Start, StringComparison.Ordinal) + Start.Length, end = page.IndexOf(End, StringComparison.Ordinal);
        string updated = $"{page[..start]}\n\n{Layers.Draw(SourceMap.OfTheRuntime)}\n\n{page[end..]}";
        if (Environment.GetEnvironmentVariable(UpdateVariable) is not null)
        {
            File.WriteAllText(file, updated);
            return;
        }

        Assert.True(page == updated, $"The picture in runtime/ARCHITECTURE.md is stale. Run this test once with {UpdateVariable}=1.");
    }

    [Fact]
    public void Each_room_is_explained()
    {
        string page = File.ReadAllText(Path.Combine(SourceMap.Repository, "runtime", "ARCHITECTURE.md"));
        Assert.All(SourceMap.OfTheRuntime.Files.Select(SourceMap.OfTheRuntime.RoomOf).Distinct(), room => Assert.Contains($"| {room} |", page, StringComparison.Ordinal));
    }

    private static SourceMap Map(params (string Room, string Text)[] files) =>
        SourceMap.Read("/src", files.Select(static file => ($"/src/{file.Room}/File.cs", file.Text)));
}
