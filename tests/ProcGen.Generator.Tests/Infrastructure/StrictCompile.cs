using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;

namespace ProcGen.Generator.Tests.Infrastructure;

/// <summary>Compiles what was generated as the strictest of users would, and runs it.</summary>
internal static class StrictCompile
{
    /// <summary>No errors anywhere, and in generated files no warning, missing documentation included.</summary>
    public static GeneratorRun CompilesStrictly(this GeneratorRun run)
    {
        ImmutableArray<Diagnostic> diagnostics = run.Output.GetDiagnostics(TestContext.Current.CancellationToken);
        string[] found = [.. diagnostics.Where(static each => each.Severity == DiagnosticSeverity.Error || (IsGenerated(each) && each.Severity == DiagnosticSeverity.Warning)).Select(Describe)];
        Assert.True(found.Length == 0, string.Join("\n", found.Take(20)));
        return run;
    }

    /// <summary>Runs a static method without parameters of the compiled project.</summary>
    public static object? Execute(this GeneratorRun run, string type = "Check", string method = "Run")
    {
        run.CompilesStrictly();
        using MemoryStream stream = new();
        Microsoft.CodeAnalysis.Emit.EmitResult result = run.Output.Emit(stream, cancellationToken: TestContext.Current.CancellationToken);
        Assert.True(result.Success, string.Join("\n", result.Diagnostics));
        stream.Position = 0;
        Assembly assembly = new AssemblyLoadContext(run.Output.AssemblyName, isCollectible: true).LoadFromStream(stream);
        try
        {
            return assembly.GetType(type, throwOnError: true)!.GetMethod(method)!.Invoke(null, null);
        }
        catch (TargetInvocationException exception)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(exception.InnerException!);
            throw;
        }
    }

    private static bool IsGenerated(Diagnostic diagnostic) => diagnostic.Location.SourceTree?.FilePath.EndsWith(".g.cs", StringComparison.Ordinal) == true;

    private static string Describe(Diagnostic diagnostic)
    {
        FileLinePositionSpan span = diagnostic.Location.GetLineSpan();
        string line = diagnostic.Location.SourceTree?.GetText().Lines[span.StartLinePosition.Line].ToString().Trim() ?? "";
        return $"{diagnostic.Id} {diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture)}\n    {Path.GetFileName(span.Path)}: {line}";
    }
}
