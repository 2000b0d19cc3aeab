using System.IO.Compression;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Xml.Linq;

namespace ProcGen.Package.Tests;

/// <summary>What the package carries.</summary>
public class ContentTests(PackedProjects projects)
{
    [Fact]
    public void The_entries_are_those_of_the_list()
    {
        // As frozen as the public API: runtime/package/entries.txt.
        IEnumerable<string> expected = File.ReadLines(Path.Combine(Facts.Repository, "runtime", "package", "entries.txt"))
            .Where(static entry => Facts.IsPrecompiled || !entry.StartsWith("runtimes/", StringComparison.Ordinal));
        Assert.Equal(expected, Entries(projects.Package));
        Assert.Equal(["ProcGen.nuspec", "lib/net10.0/ProcGen.pdb"], Entries(projects.Symbols));
    }

    [Fact]
    public void It_describes_itself_and_needs_no_other_package()
    {
        XElement metadata = XDocument.Parse(Text(projects.Package, "ProcGen.nuspec")).Root!.Elements().Single();
        string Value(string name) => metadata.Elements().Single(element => element.Name.LocalName == name).Value;

        Assert.Equal(("ProcGen", "MIT", "README.md", "icon.png"), (Value("id"), Value("license"), Value("readme"), Value("icon")));
        XElement repository = metadata.Elements().Single(static element => element.Name.LocalName == "repository");
        Assert.Equal(("git", Value("projectUrl")), ((string?)repository.Attribute("type"), (string?)repository.Attribute("url")));
        Assert.Matches("^[0-9a-f]{40}$", (string?)repository.Attribute("commit"));
        XElement group = Assert.Single(metadata.Elements().Single(static element => element.Name.LocalName == "dependencies").Elements());
        Assert.Equal("net10.0", (string?)group.Attribute("targetFramework"));
        Assert.Empty(group.Elements());
    }

    [Fact]
    public void The_assembly_for_all_machines_is_not_compiled_for_one()
    {
        Assert.False(IsPrecompiled("lib/net10.0/ProcGen.dll"));
        Assert.All(Entries(projects.Package).Where(static entry => entry.StartsWith("runtimes/", StringComparison.Ordinal)), entry => Assert.True(IsPrecompiled(entry)));
    }

    [Fact]
    public void The_symbols_are_of_the_assembly()
    {
        using PEReader assembly = new(Open(projects.Package, "lib/net10.0/ProcGen.dll"));
        using MetadataReaderProvider symbols = MetadataReaderProvider.FromPortablePdbStream(Open(projects.Symbols, "lib/net10.0/ProcGen.pdb"));
        BlobContentId id = new(symbols.GetMetadataReader().DebugMetadataHeader!.Id);
        Assert.Equal(id.Guid, assembly.ReadCodeViewDebugDirectoryData(assembly.ReadDebugDirectory().Single(static entry => entry.Type == DebugDirectoryEntryType.CodeView)).Guid);
        Assert.Contains(assembly.ReadDebugDirectory(), static entry => entry.Type == DebugDirectoryEntryType.Reproducible);
    }

    [Fact]
    public void No_folder_of_this_machine_is_in_it()
    {
        Assert.SkipUnless(Facts.IsReproducible, "Builds outside of CI name the folders of their sources, for debuggers; dotnet pack builds without them.");
        byte[] folder = System.Text.Encoding.UTF8.GetBytes(Facts.Repository);
        foreach (string package in (string[])[projects.Package, projects.Symbols])
        {
            foreach (string entry in Entries(package))
            {
                Assert.True(Open(package, entry).ToArray().AsSpan().IndexOf(folder) < 0, entry);
            }
        }
    }

    // Without what the format of packages adds.
    private static IEnumerable<string> Entries(string package)
    {
        using ZipArchive archive = ZipFile.OpenRead(package);
        return [.. archive.Entries.Select(static entry => entry.FullName).Where(static name => name != "[Content_Types].xml" && !name.StartsWith("_rels/", StringComparison.Ordinal) && !name.StartsWith("package/", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
    }

    private static MemoryStream Open(string package, string entry)
    {
        using ZipArchive archive = ZipFile.OpenRead(package);
        using Stream content = archive.GetEntry(entry)!.Open();
        MemoryStream copy = new();
        content.CopyTo(copy);
        copy.Position = 0;
        return copy;
    }

    private static string Text(string package, string entry) => new StreamReader(Open(package, entry)).ReadToEnd();

    private bool IsPrecompiled(string entry)
    {
        using PEReader reader = new(Open(projects.Package, entry));
        return reader.PEHeaders.CorHeader!.ManagedNativeHeaderDirectory.Size > 0;
    }
}
