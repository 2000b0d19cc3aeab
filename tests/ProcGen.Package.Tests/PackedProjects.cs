using ProcGen.Package.Tests;

[assembly: AssemblyFixture(typeof(PackedProjects))]

namespace ProcGen.Package.Tests;

/// <summary>The package of this build, and the projects of tests/Package built from it, all in a folder far from the repository.</summary>
public sealed class PackedProjects : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("procgen-package-tests-");

    /// <summary>The package.</summary>
    public string Package => Directory.GetFiles(Feed, "*.nupkg").Single();

    /// <summary>The package of its symbols.</summary>
    public string Symbols => Directory.GetFiles(Feed, "*.snupkg").Single();

    /// <summary>What the build of the projects printed.</summary>
    public string BuildLog { get; private set; } = "";

    private string Version => Path.GetFileNameWithoutExtension(Package)["ProcGen.".Length..];

    private string Feed => Path.Combine(_folder.FullName, "made-here");

    public async ValueTask InitializeAsync()
    {
        (await Dotnet.RunAsync(Facts.Repository, "pack", "runtime/ProcGen", "-c", Facts.Configuration, "--no-build", "-o", Feed)).Succeeded();
        string source = Path.Combine(Facts.Repository, "tests", "Package");
        foreach (string file in Directory.GetFiles(source, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 }))
        {
            string copy = Path.Combine(_folder.FullName, Path.GetRelativePath(source, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        File.Copy(Path.Combine(Facts.Repository, "tests", "Programs", "Shared", "SelfCheck.cs"), Path.Combine(_folder.FullName, "Console", "SelfCheck.cs"));
        BuildLog = (await Dotnet.RunAsync(_folder.FullName, "build", "Consumers.slnx", "-c", "Release", $"-p:ProcGenVersion={Version}")).Succeeded().Output;
    }

    public ValueTask DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    /// <summary>Runs targets of one of the projects, which was built before.</summary>
    internal async Task<string> BuildAsync(string project, params string[] options) =>
        (await Dotnet.RunAsync(_folder.FullName, ["build", project, "--no-restore", "-c", "Release", $"-p:ProcGenVersion={Version}", .. options])).Succeeded().Output;

    /// <summary>Runs one of the projects.</summary>
    internal Task<Run> RunAsync(string project)
    {
        string folder = Path.Combine(_folder.FullName, project, "bin", "Release", "net10.0");
        return Dotnet.StartAsync(Path.Combine(folder, project), folder);
    }
}
