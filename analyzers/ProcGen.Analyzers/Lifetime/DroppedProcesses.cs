using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ProcGen.Analyzers.Flow;

namespace ProcGen.Analyzers.Lifetime;

/// <summary>Finds processes that are started and then held by nobody.</summary>
internal static class DroppedProcesses
{
    /// <summary>A process in a local that does nothing with it but start it.</summary>
    public static Diagnostic? Named(TrackedLocal local)
    {
        if (!ProcGenTypes.IsProcess(local.Creation.Type) || local.IsInUsing || local.Uses.FirstOrDefault(static use => use.Member == "Start") is not { Member: not null } start)
        {
            return null;
        }

        bool isHeld = local.Uses.Any(static use => use.Member is not ("Start" or "Name" or "Id" or "IsDaemon" or "ToString" or "?"));
        return isHeld ? null : Diagnostic.Create(StartedAndDropped.Rule, start.Syntax.GetLocation(), "'" + local.Symbol.Name + "'");
    }

    /// <summary>A process that has no name: <c>new WorkProcess().Start();</c></summary>
    public static IEnumerable<Diagnostic> Unnamed(IOperation block)
    {
        foreach (IOperation operation in block.DescendantsAndSelf())
        {
            if (operation is IInvocationOperation { TargetMethod.Name: "Start", Instance: { } instance } start
                && Operations.Unwrap(instance) is IObjectCreationOperation creation
                && ProcGenTypes.IsProcess(creation.Type))
            {
                yield return Diagnostic.Create(StartedAndDropped.Rule, start.Syntax.GetLocation(), "A '" + creation.Type!.Name + "'");
            }
        }
    }
}
