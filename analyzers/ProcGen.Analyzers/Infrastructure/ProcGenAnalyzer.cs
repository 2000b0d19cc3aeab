using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using ProcGen.Validation;

namespace ProcGen.Analyzers;

/// <summary>What all our analyzers have in common: they run concurrently, not over generated code, and only where ProcGen is referenced.</summary>
public abstract class ProcGenAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public sealed override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(start =>
        {
            // Found in a compilation's table of names, so that a project without ProcGen pays for one look-up.
            if (!start.Compilation.GetTypesByMetadataName(WellKnown.ProcessTargetAttribute).IsEmpty)
            {
                Start(start);
            }
        });
    }

    /// <summary>Registers what the rule looks at, in a project that knows ProcGen.</summary>
    private protected abstract void Start(CompilationStartAnalysisContext context);
}
