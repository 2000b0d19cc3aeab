using System.Collections.Immutable;
using Basic.Reference.Assemblies;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Testing;

namespace ProcGen.Analyzers.Tests.Infrastructure;

/// <summary>What a user's project has that the sources of tests are put into.</summary>
internal static class Project
{
    public const string Usings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Runtime.CompilerServices;
        global using System.Threading;
        global using System.Threading.Tasks;
        global using ProcGen;
        """;

    // Shared by all tests: reading them is most of what a compilation costs.
    public static ImmutableArray<MetadataReference> References { get; } =
    [
        .. Net100.References.All,
        MetadataReference.CreateFromFile(typeof(ITargetExecutor).Assembly.Location),
        MetadataReference.CreateFromFile(typeof(MessagePack.MessagePackSerializer).Assembly.Location),
        MetadataReference.CreateFromFile(typeof(MessagePack.KeyAttribute).Assembly.Location),
    ];

    /// <summary>A name without packages: nothing is fetched while tests run.</summary>
    public static ReferenceAssemblies NoPackages { get; } = new("net10.0");
}
