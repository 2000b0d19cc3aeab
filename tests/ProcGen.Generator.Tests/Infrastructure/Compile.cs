using System.Collections.Immutable;
using Basic.Reference.Assemblies;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ProcGen.Generator.Tests.Infrastructure;

/// <summary>How a user's project is set up.</summary>
internal sealed record ProjectOptions
{
    public static ProjectOptions Default { get; } = new();

    public string AssemblyName { get; init; } = "Sample";

    public LanguageVersion LanguageVersion { get; init; } = LanguageVersion.CSharp14;

    public NullableContextOptions Nullable { get; init; } = NullableContextOptions.Enable;

    public ImmutableArray<MetadataReference> References { get; init; } = [];
}

/// <summary>Makes compilations such as a user's project would be.</summary>
internal static class Compile
{
    public const string Usings = """
        global using System;
        global using System.Collections.Generic;
        global using System.Linq;
        global using System.Runtime.CompilerServices;
        global using System.Threading;
        global using System.Threading.Tasks;
        global using ProcGen;
        """;

    // Shared by all tests: reading them is most of what a compilation costs.
    private static readonly ImmutableArray<MetadataReference> References =
    [
        .. Net100.References.All,
        MetadataReference.CreateFromFile(typeof(ITargetExecutor).Assembly.Location),
        MetadataReference.CreateFromFile(typeof(MessagePack.MessagePackSerializer).Assembly.Location),
        MetadataReference.CreateFromFile(typeof(MessagePack.KeyAttribute).Assembly.Location),
    ];

    public static CSharpParseOptions ParseOptions(ProjectOptions options) => new(options.LanguageVersion, DocumentationMode.Diagnose);

    public static SyntaxTree Parse(string source, string path, ProjectOptions options) =>
        CSharpSyntaxTree.ParseText(source, ParseOptions(options), path, System.Text.Encoding.UTF8, TestContext.Current.CancellationToken);

    public static CSharpCompilation Project(ProjectOptions options, params string[] sources) =>
        CSharpCompilation.Create(
            options.AssemblyName,
            sources.Select((source, index) => Parse(source, $"File{index}.cs", options)).Append(Parse(Usings, "Usings.cs", options)),
            References.AddRange(options.References),
            new CSharpCompilationOptions(
                OutputKind.DynamicallyLinkedLibrary,
                nullableContextOptions: options.Nullable,
                allowUnsafe: true,
                warningLevel: 9999,
                metadataImportOptions: MetadataImportOptions.Public));

    /// <summary>The compilation as a reference for another.</summary>
    public static MetadataReference ToReference(this Compilation compilation)
    {
        using MemoryStream stream = new();
        Microsoft.CodeAnalysis.Emit.EmitResult result = compilation.Emit(stream, cancellationToken: TestContext.Current.CancellationToken);
        Assert.True(result.Success, string.Join("\n", result.Diagnostics));
        return MetadataReference.CreateFromImage(stream.ToArray());
    }
}
