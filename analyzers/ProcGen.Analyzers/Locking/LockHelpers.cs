using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using ProcGen.Validation;

namespace ProcGen.Analyzers.Locking;

/// <summary>Methods of a user's own that acquire and release for others. They are known by the words in them: where they may do it, rules are silent.</summary>
internal static class LockHelpers
{
    /// <summary>Whether a method of the project may hold a lock behind it, or while it calls what it is given. Of one that is implemented elsewhere nothing is known.</summary>
    public static bool MayAcquire(IMethodSymbol method) => !IsOfRuntime(method)
        && (method.DeclaringSyntaxReferences.IsEmpty ? method.Parameters.Any(static parameter => LockNames.IsLock(parameter.Type)) : method.IsAbstract || Mentions(method, IsAcquisition));

    /// <summary>Whether a method that is given a lock may release it. Of one whose source is elsewhere nothing is known.</summary>
    public static bool MayRelease(IMethodSymbol method) => !IsOfRuntime(method)
        && (method.DeclaringSyntaxReferences.IsEmpty || method.IsAbstract || Mentions(method, IsRelease));

    /// <summary>Whether an object that is made with a lock may release it later: return new Releaser(theLock).</summary>
    public static bool MayRelease(INamedTypeSymbol type) => !ProcGenTypes.IsProcess(type) && !WellKnown.IsOurs(type)
        && type.DeclaringSyntaxReferences.Any(static reference => Mentions(reference.GetSyntax(), IsRelease));

    /// <summary>Whether a function is given to a method that may hold a lock while it calls it.</summary>
    public static bool IsCalledUnderLock(IOperation? function)
    {
        IOperation? parent = function?.Parent;
        while (parent is IDelegateCreationOperation or IConversionOperation)
        {
            parent = parent.Parent;
        }

        return parent is IArgumentOperation { Parent: IInvocationOperation call } && MayAcquire(call.TargetMethod);
    }

    /// <summary>Whether somebody in the project may call a method while he holds a lock.</summary>
    public static bool MayBeCalledUnderLock(IMethodSymbol method, Compilation compilation, CancellationToken cancellationToken)
    {
        IEnumerable<SyntaxNode> places = method.DeclaredAccessibility == Accessibility.Private
            ? method.ContainingType.DeclaringSyntaxReferences.Select(reference => reference.GetSyntax(cancellationToken))
            : compilation.SyntaxTrees.Select(tree => tree.GetRoot(cancellationToken));
        return places.SelectMany(static place => place.DescendantNodes())
            .OfType<SimpleNameSyntax>()
            .Where(name => name.Identifier.ValueText == method.Name)
            .Select(static name => name.Ancestors().FirstOrDefault(static node => node is MemberDeclarationSyntax and not GlobalStatementSyntax or CompilationUnitSyntax))
            .Any(static caller => caller is not null && Mentions(caller, IsAcquisition));
    }

    public static bool Mentions(SyntaxNode code, Func<string, bool> isWanted) => code.DescendantTokens().Any(token => token.IsKind(SyntaxKind.IdentifierToken) && isWanted(token.ValueText));

    // In its own words, or in those of the members of its type that it names.
    private static bool Mentions(IMethodSymbol method, Func<string, bool> isWanted)
    {
        HashSet<string> seen = [];
        Queue<SyntaxNode> open = new(method.DeclaringSyntaxReferences.Select(static reference => reference.GetSyntax()));
        while (open.Count > 0)
        {
            SyntaxNode code = open.Dequeue();
            if (Mentions(code, isWanted))
            {
                return true;
            }

            foreach (string name in code.DescendantNodes().OfType<SimpleNameSyntax>().Select(static name => name.Identifier.ValueText).Where(seen.Add))
            {
                foreach (SyntaxReference other in method.ContainingType?.GetMembers(name).OfType<IMethodSymbol>().SelectMany(static member => member.DeclaringSyntaxReferences) ?? [])
                {
                    open.Enqueue(other.GetSyntax());
                }
            }
        }

        return false;
    }

    private static bool IsOfRuntime(IMethodSymbol method) => WellKnown.IsOurs(method.ContainingType) || ProcGenTypes.IsGenerated(method.ContainingType);

    private static bool IsAcquisition(string name) => name is "Acquire" or "AcquireAsync" or "TryAcquire" or "TryAcquireAsync";

    private static bool IsRelease(string name) => name is "Release" or "Dispose";
}
