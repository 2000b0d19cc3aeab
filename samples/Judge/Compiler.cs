using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Scripting;
using Microsoft.CodeAnalysis.Emit;
using Microsoft.CodeAnalysis.Scripting;
using ProcGen;

namespace Judge;

/// <summary>A submission as a program, or why it is none.</summary>
/// <param name="Program">The assembly; empty when there are errors.</param>
/// <param name="Errors">What the compiler says.</param>
internal sealed record Compiled(byte[] Program, string[] Errors);

/// <summary>Makes programs of submissions. Runs in workers of its own: a source can be made to bring a compiler down, and the compiler's start is paid for once.</summary>
internal static partial class Compiler
{
    private static readonly ScriptOptions Options = ScriptOptions.Default
        .WithReferences(FindPlatform())
        .WithImports("System", "System.Collections.Generic", "System.IO", "System.Linq", "System.Threading", "System.Threading.Tasks")
        .WithOptimizationLevel(OptimizationLevel.Release)
        .WithEmitDebugInformation(false);

    [ProcessTarget]
    public static Compiled Compile(string source)
    {
        Compilation compilation = CSharpScript.Create<object>(source, Options, typeof(Given)).GetCompilation();
        using MemoryStream program = new();
        EmitResult result = compilation.Emit(program);
        return result.Success
            ? new Compiled(program.ToArray(), [])
            : new Compiled([], [.. result.Diagnostics.Where(static one => one.Severity == DiagnosticSeverity.Error).Select(static one => one.ToString())]);
    }

    // What this very program runs on: so a submission has all of .NET.
    private static IEnumerable<MetadataReference> FindPlatform() =>
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Where(static path => Path.GetFileName(path).StartsWith("System.", StringComparison.Ordinal))
            .Select(static path => MetadataReference.CreateFromFile(path));
}
