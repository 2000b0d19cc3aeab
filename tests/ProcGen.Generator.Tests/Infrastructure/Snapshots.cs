using System.Reflection;
using System.Text.RegularExpressions;

namespace ProcGen.Generator.Tests.Infrastructure;

/// <summary>Compares generated files with those that are kept beside the tests. With PROCGEN_UPDATE_SNAPSHOTS=1 it keeps what it is given instead.</summary>
internal static partial class Snapshots
{
    private static readonly string Root = typeof(Snapshots).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(static each => each.Key == "SnapshotDirectory").Value!;

    public static string[] Tests => [.. Directory.GetDirectories(Root).Select(static path => Path.GetFileName(path)!).Order(StringComparer.Ordinal)];

    public static void Matches(GeneratorRun run, string test)
    {
        string directory = Path.Combine(Root, test);
        Dictionary<string, string> files = run.Files.ToDictionary(static file => file.Key + ".txt", static file => Scrub(file.Value));
        if (Environment.GetEnvironmentVariable("PROCGEN_UPDATE_SNAPSHOTS") == "1")
        {
            if (Directory.Exists(directory))
            {
                Directory.Delete(directory, recursive: true);
            }

            Directory.CreateDirectory(directory);
            foreach ((string name, string text) in files)
            {
                File.WriteAllText(Path.Combine(directory, name), text);
            }

            return;
        }

        string[] kept = Directory.Exists(directory) ? [.. Directory.GetFiles(directory).Select(static path => Path.GetFileName(path)!).Order(StringComparer.Ordinal)] : [];
        Assert.Equal(files.Keys.Order(StringComparer.Ordinal), kept);
        foreach ((string name, string text) in files)
        {
            Assert.Equal(File.ReadAllText(Path.Combine(directory, name)).ReplaceLineEndings("\n"), text);
        }
    }

    // A new version of ours is no change of what is generated.
    private static string Scrub(string text) => Version().Replace(text, "GeneratedCode(\"ProcGen\", \"*\")");

    [GeneratedRegex("GeneratedCode\\(\"ProcGen\", \"[0-9.]+\"\\)")]
    private static partial Regex Version();
}
