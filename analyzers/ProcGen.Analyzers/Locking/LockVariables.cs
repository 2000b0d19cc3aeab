using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ProcGen.Analyzers.Locking;

/// <summary>What the variables of a member, and of the functions in it, are given: which of them stand for another name of a lock.</summary>
internal sealed class LockVariables
{
    private readonly Dictionary<ISymbol, int> _assignments = new(SymbolEqualityComparer.Default);
    private readonly Dictionary<ISymbol, IOperation> _values = new(SymbolEqualityComparer.Default);
    private readonly HashSet<ISymbol> _counted = new(SymbolEqualityComparer.Default);

    public LockVariables(IOperation block)
    {
        foreach (IOperation operation in block.DescendantsAndSelf())
        {
            switch (operation)
            {
                case IVariableDeclaratorOperation { Initializer.Value: { } value } declarator:
                    Assign(declarator.Symbol, value);
                    break;
                case ISimpleAssignmentOperation assignment when Variable(assignment.Target) is { } variable:
                    Assign(variable, assignment.Value);
                    break;
                case IIncrementOrDecrementOperation { Target: ILocalReferenceOperation target }:
                    _counted.Add(target.Local);
                    break;
                case ICompoundAssignmentOperation { Target: ILocalReferenceOperation target }:
                    _counted.Add(target.Local);
                    break;
                case IArgumentOperation { Parameter.RefKind: RefKind.Ref or RefKind.Out } argument when Variable(argument.Value) is { } variable:
                    Assign(variable, argument.Value, times: 2);
                    break;
                case ITupleOperation tuple when tuple.Parent is IDeconstructionAssignmentOperation:
                    foreach (ISymbol variable in tuple.Elements.Select(Variable).OfType<ISymbol>())
                    {
                        Assign(variable, tuple, times: 2);
                    }

                    break;
            }
        }
    }

    /// <summary>What a local is given once and for all, or null.</summary>
    public IOperation? ValueOf(ILocalSymbol local) => _assignments.TryGetValue(local, out int count) && count == 1 ? _values[local] : null;

    /// <summary>Whether a local counts something: for (int i = 0; ...; i++).</summary>
    public bool IsCounted(ILocalSymbol local) => _counted.Contains(local);

    /// <summary>Whether a variable has one value in all of the member.</summary>
    public bool IsStable(ISymbol variable) => !_assignments.TryGetValue(variable, out int count) || count <= (variable is ILocalSymbol ? 1 : 0);

    private void Assign(ISymbol variable, IOperation value, int times = 1)
    {
        _assignments.TryGetValue(variable, out int count);
        _assignments[variable] = count + times;
        _values[variable] = value;
    }

    private static ISymbol? Variable(IOperation operation) => operation switch
    {
        ILocalReferenceOperation local => local.Local,
        IParameterReferenceOperation parameter => parameter.Parameter,
        IFieldReferenceOperation field => field.Field,
        IPropertyReferenceOperation property => property.Property,
        _ => null,
    };
}
