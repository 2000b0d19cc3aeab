using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ProcGen.Analyzers.Flow;

/// <summary>Small questions about operations.</summary>
internal static class Operations
{
    /// <summary>Everything in an operation in the order in which it is evaluated, itself last. Functions inside run at another time and are left out.</summary>
    public static IEnumerable<IOperation> InOrder(IOperation operation)
    {
        foreach (IOperation child in operation.ChildOperations)
        {
            foreach (IOperation inner in InOrder(child))
            {
                yield return inner;
            }
        }

        yield return operation;
    }

    /// <summary>What a block evaluates, in order.</summary>
    public static IEnumerable<IOperation> InOrder(BasicBlock block)
    {
        foreach (IOperation operation in block.Operations)
        {
            foreach (IOperation inner in InOrder(operation))
            {
                yield return inner;
            }
        }

        if (block.BranchValue is { } value)
        {
            foreach (IOperation inner in InOrder(value))
            {
                yield return inner;
            }
        }
    }

    /// <summary>The operation without the conversions and parentheses around it.</summary>
    public static IOperation Unwrap(IOperation operation)
    {
        while (true)
        {
            switch (operation)
            {
                case IConversionOperation { OperatorMethod: null } conversion:
                    operation = conversion.Operand;
                    break;
                case IParenthesizedOperation parenthesized:
                    operation = parenthesized.Operand;
                    break;
                default:
                    return operation;
            }
        }
    }

    /// <summary>The operation with the conversions and parentheses around it.</summary>
    public static IOperation Wrap(IOperation operation)
    {
        while (operation.Parent is IParenthesizedOperation or IConversionOperation { OperatorMethod: null })
        {
            operation = operation.Parent;
        }

        return operation;
    }

    /// <summary>The whole of which an operation is a part.</summary>
    public static IOperation Root(IOperation operation)
    {
        while (operation.Parent is { } parent)
        {
            operation = parent;
        }

        return operation;
    }

    /// <summary>The lambda or local function that an operation is in, or null for the member itself.</summary>
    public static IOperation? Function(IOperation operation)
    {
        for (IOperation? current = operation.Parent; current is not null; current = current.Parent)
        {
            if (current is IAnonymousFunctionOperation or ILocalFunctionOperation)
            {
                return current;
            }
        }

        return null;
    }

    /// <summary>Whether the compiler makes a graph of it: of bodies, of top-level statements and of initializers, and not of attributes.</summary>
    public static bool HasGraph(IOperation block) => block is IBlockOperation or IMethodBodyBaseOperation or ISymbolInitializerOperation;

    /// <summary>The graph of a member and of every lambda and local function in it.</summary>
    public static IEnumerable<ControlFlowGraph> Graphs(ControlFlowGraph graph, CancellationToken cancellationToken)
    {
        yield return graph;
        foreach (IMethodSymbol local in graph.LocalFunctions)
        {
            foreach (ControlFlowGraph inner in Graphs(graph.GetLocalFunctionControlFlowGraph(local, cancellationToken), cancellationToken))
            {
                yield return inner;
            }
        }

        foreach (BasicBlock block in graph.Blocks)
        {
            foreach (IOperation operation in InOrder(block))
            {
                if (operation is IFlowAnonymousFunctionOperation lambda)
                {
                    foreach (ControlFlowGraph inner in Graphs(graph.GetAnonymousFunctionControlFlowGraph(lambda, cancellationToken), cancellationToken))
                    {
                        yield return inner;
                    }
                }
            }
        }
    }

    /// <summary>The locals of a graph, without those of functions inside.</summary>
    public static IEnumerable<ILocalSymbol> Locals(ControlFlowRegion region) => region.Locals.Concat(region.NestedRegions.SelectMany(Locals));
}
