using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using ProcGen.Validation;

namespace ProcGen.Analyzers.Locking;

/// <summary>PG2203: a condition is used under its lock, and waited for in a loop.</summary>
internal static class Conditions
{
    public static void Check(LockWalk walk, bool isEntry, OneToALine reports)
    {
        foreach (IOperation operation in walk.All)
        {
            if (operation is not IInvocationOperation { Instance: { } instance, TargetMethod: { Name: "Wait" or "WaitAsync" or "WaitFor" or "WaitForAsync" or "Notify" or "NotifyAll" } method } call
                || !WellKnown.Is(method.ContainingType, ProcGenTypes.Condition))
            {
                continue;
            }

            string shown = call.Syntax is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } ? access.Expression.ToString() : "condition";

            // A method that is called by others may be called under the lock; one that others do not call, or that acquires it somewhere, is not.
            bool isKnown = isEntry || (walk.Names.NameOf(instance) is { } name && walk.Locks.Contains(name));
            if (isKnown && walk.IsNoneHeld(operation))
            {
                reports.Add(Diagnostic.Create(ConditionMisused.Rule, call.Syntax.GetLocation(), $"'{shown}.{method.Name}' is called without the lock of the condition, and throws: do it inside of 'using ({shown}.Acquire())'"));
            }
            else if (method.Name is "Wait" or "WaitAsync" && !IsInLoop(call.Syntax) && !IsHandedOn(call.Syntax))
            {
                reports.Add(Diagnostic.Create(ConditionMisused.Rule, call.Syntax.GetLocation(), $"'{shown}.{method.Name}' is called outside of a loop, and whoever is woken finds only that something may have changed: use WaitFor, or look again in a while"));
            }
        }
    }

    // What a function gives to its caller in one wait: the loop may be there.
    private static bool IsHandedOn(SyntaxNode call)
    {
        SyntaxNode syntax = call;
        while (syntax.Parent is AwaitExpressionSyntax or ParenthesizedExpressionSyntax or MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConfigureAwait" }
            || (syntax is MemberAccessExpressionSyntax && syntax.Parent is InvocationExpressionSyntax))
        {
            syntax = syntax.Parent!;
        }

        return syntax.Parent is ReturnStatementSyntax or ArrowExpressionClauseSyntax or AnonymousFunctionExpressionSyntax;
    }

    private static bool IsInLoop(SyntaxNode call)
    {
        // again: if (!isReady) { condition.Wait(); goto again; }
        if (call.Ancestors().OfType<LabeledStatementSyntax>().Any())
        {
            return true;
        }

        for (SyntaxNode? node = call.Parent; node is not null; node = node.Parent)
        {
            switch (node)
            {
                case WhileStatementSyntax or DoStatementSyntax or ForStatementSyntax or CommonForEachStatementSyntax:
                    return true;
                case AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or BaseMethodDeclarationSyntax:
                    return false;
                case BlockSyntax block when block.Statements.Any(static statement => statement is LabeledStatementSyntax):
                    return true;
            }
        }

        return false;
    }
}
