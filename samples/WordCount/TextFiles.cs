using System.IO.Enumeration;
using System.Runtime.InteropServices;

namespace WordCount;

/// <summary>A file to count.</summary>
internal sealed record TextFile(string Path, long Length);

/// <summary>The files to count, and what could not be looked at.</summary>
internal sealed record TextFiles(string Folder, IReadOnlyList<TextFile> Files, IReadOnlyList<Failure> Failures)
{
    private const string DocumentationPattern = "*.xml";

    public long Length { get; } = Files.Sum(file => file.Length);

    /// <summary>Finds the input that the user asked for.</summary>
    /// <exception cref="UsageException">There is no such folder.</exception>
    public static TextFiles Find(CommandLine line)
    {
        if (line.Folder is null)
        {
            return FindDocumentation(line.Pattern ?? DocumentationPattern);
        }

        string folder = Path.GetFullPath(line.Folder);
        return Directory.Exists(folder) ? Find(folder, line.Pattern ?? "*")
            : throw new UsageException(File.Exists(folder) ? $"'{line.Folder}' is a file, and a folder is needed." : $"There is no folder '{line.Folder}'.");
    }

    /// <summary>Finds files in a folder and below it, by name. Links to folders are not followed: they may lead in a circle.</summary>
    public static TextFiles Find(string folder, string pattern)
    {
        List<TextFile> files = [];
        List<Failure> failures = [];
        Stack<DirectoryInfo> folders = new([new DirectoryInfo(folder)]);
        while (folders.TryPop(out DirectoryInfo? next))
        {
            try
            {
                foreach (FileSystemInfo entry in next.EnumerateFileSystemInfos())
                {
                    if (entry is DirectoryInfo below)
                    {
                        if (below.LinkTarget is null)
                        {
                            folders.Push(below);
                        }
                    }
                    else if (FileSystemName.MatchesSimpleExpression(pattern, entry.Name, ignoreCase: false))
                    {
                        Add((FileInfo)entry);
                    }
                }
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                failures.Add(new Failure(next.FullName, exception.Message));
            }
        }

        return new TextFiles(folder, files, failures);

        void Add(FileInfo file)
        {
            try
            {
                // A link's own length is the length of its text.
                long length = file.LinkTarget is null ? file.Length : ((FileInfo)file.ResolveLinkTarget(returnFinalTarget: true)!).Length;
                files.Add(new TextFile(file.FullName, length));
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                failures.Add(new Failure(file.FullName, exception.Message));
            }
        }
    }

    /// <summary>Finds the documentation of the .NET SDK: below packs, or, where a distribution keeps that elsewhere, anywhere in the installation.</summary>
    private static TextFiles FindDocumentation(string pattern)
    {
        string[] roots =
        [
            // <root>/shared/Microsoft.NETCore.App/<version>/, unless this program brings its own runtime.
            Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..")),
            Environment.GetEnvironmentVariable("DOTNET_ROOT") ?? "",
            "/usr/share/dotnet",
            "/usr/lib/dotnet",
        ];
        return roots
            .Where(root => File.Exists(Path.Combine(root, "dotnet")))
            .SelectMany(root => (string[])[Path.Combine(root, "packs"), root])
            .Where(Directory.Exists)
            .Select(folder => Find(folder, pattern))
            .FirstOrDefault(input => input.Files.Count > 0)
            ?? throw new UsageException("No documentation of a .NET SDK was found on this machine. Give a folder.");
    }
}
