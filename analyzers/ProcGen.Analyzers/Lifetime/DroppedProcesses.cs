using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using ProcGen.Analyzers.Flow;

namespace ProcGen.Analyzers.Lifetime;

/// <summary>Finds processes that are started and then held by nobody.</summary>
internal static class DroppedProcesses
{
    /// <summary>A process in a local that does nothing with it but start it.</summary>
    public static Diagnostic? Named(TrackedLocal local)
    {
        if (!ProcGenTypes.IsProcess(local.Creation.Type) || local.IsInUsing || IsToGoOn(local.Creation) || local.Uses.FirstOrDefault(static use => use.Member == "Start") is not { Member: not null } start)
        {
            return null;
        }

        bool isHeld = local.Uses.Any(static use => use.Member is not ("Start" or "Name" or "Id" or "IsDaemon" or "ToString" or "?"));
        return isHeld ? null : Diagnostic.Create(StartedAndDropped.Rule, start.Syntax.GetLocation(), "'" + local.Symbol.Name + "'");
    }

    /// <summary>A process that has no name: <c>new WorkProcess().Start();</c></summary>
    public static IEnumerable<(IObjectCreationOperation Creation, Diagnostic Report)> Unnamed(IOperation block)
    {
        foreach (IOperation operation in block.DescendantsAndSelf())
        {
            if (operation is IInvocationOperation { TargetMethod.Name: "Start", Instance: { } instance } start
                && Operations.Unwrap(instance) is IObjectCreationOperation creation
                && ProcGenTypes.IsProcess(creation.Type)
                && !IsToGoOn(creation))
            {
                yield return (creation, Diagnostic.Create(StartedAndDropped.Rule, start.Syntax.GetLocation(), "A '" + creation.Type!.Name + "'"));
            }
        }
    }

    /// <summary>Whether somewhere in the project all children that are active are looked at, and so held: <c>ChildProcess.Active</c>.</summary>
    public static bool AreAllHeldIn(Compilation compilation, CancellationToken cancellationToken) => compilation.SyntaxTrees.Any(tree => tree.GetRoot(cancellationToken)
        .DescendantNodes()
        .OfType<IdentifierNameSyntax>()
        .Any(static name => name.Identifier.ValueText == "Active"
            && (name.Parent is not MemberAccessExpressionSyntax access || access.Name != name || access.Expression is SimpleNameSyntax { Identifier.ValueText: "ChildProcess" } or MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ChildProcess" })));

    // Who lets a child outlive its parent does not mean to wait for it.
    private static bool IsToGoOn(IOperation creation) => creation is IObjectCreationOperation { Initializer: { } initializer }
        && initializer.Initializers.Any(static each => each is ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property.Name: "OnParentExit" } });
}
