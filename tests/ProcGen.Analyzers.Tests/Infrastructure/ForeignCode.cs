using System.IO.Compression;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace ProcGen.Analyzers.Tests.Infrastructure;

/// <summary>Code that others wrote, or generated, to run the rules over.</summary>
internal static class ForeignCode
{
    // The kind of custom debug information that holds a source file, by the portable PDB format.
    private static readonly Guid EmbeddedSource = new("0E8A571B-6926-466E-B4AD-8AB04611F5FE");

    /// <summary>The sources that a file of symbols, or an assembly with its symbols inside, carries for debuggers.</summary>
    public static IEnumerable<SyntaxTree> In(string file)
    {
        using FileStream stream = File.OpenRead(file);
        using PEReader? assembly = file.EndsWith(".dll", StringComparison.Ordinal) ? new PEReader(stream) : null;
        using MetadataReaderProvider provider = assembly is null
            ? MetadataReaderProvider.FromPortablePdbStream(stream)
            : assembly.ReadEmbeddedPortablePdbDebugDirectoryData(assembly.ReadDebugDirectory().Single(static entry => entry.Type == DebugDirectoryEntryType.EmbeddedPortablePdb));
        MetadataReader symbols = provider.GetMetadataReader();
        List<SyntaxTree> trees = [];
        foreach (DocumentHandle document in symbols.Documents)
        {
            foreach (CustomDebugInformation information in symbols.GetCustomDebugInformation(document).Select(symbols.GetCustomDebugInformation))
            {
                if (symbols.GetGuid(information.Kind) == EmbeddedSource)
                {
                    trees.Add(Parse(Unpack(symbols.GetBlobReader(information.Value)), symbols.GetString(symbols.GetDocument(document).Name)));
                }
            }
        }

        return trees;
    }

    /// <summary>The sources below a folder.</summary>
    public static IEnumerable<SyntaxTree> Below(string folder) =>
        Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(static file => Parse(SourceText.From(File.ReadAllText(file)), file));

    private static SyntaxTree Parse(SourceText text, string path) => CSharpSyntaxTree.ParseText(text, new CSharpParseOptions(LanguageVersion.CSharp14), path, TestContext.Current.CancellationToken);

    // The length that it has when unpacked, or 0 for text that is not packed, and the text.
    private static SourceText Unpack(BlobReader blob)
    {
        int length = blob.ReadInt32();
        byte[] bytes = blob.ReadBytes(blob.RemainingBytes);
        if (length == 0)
        {
            return SourceText.From(new MemoryStream(bytes));
        }

        using DeflateStream unpacking = new(new MemoryStream(bytes), CompressionMode.Decompress);
        MemoryStream unpacked = new(length);
        unpacking.CopyTo(unpacked);
        unpacked.Position = 0;
        return SourceText.From(unpacked);
    }
}
