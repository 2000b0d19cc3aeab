using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ProcGen.Analyzers.Flow;

/// <summary>A use of a member of an object.</summary>
internal readonly record struct MemberUse(string Member, SyntaxNode Syntax);

/// <summary>A local that is given one new object, and lets nobody else have it: what happens to the object is all there to see.</summary>
internal sealed class TrackedLocal
{
    private readonly HashSet<CaptureId> _captures = [];

    private TrackedLocal(ILocalSymbol symbol, IOperation creation, IReadOnlyList<MemberUse> uses, bool isInUsing)
    {
        Symbol = symbol;
        Creation = creation;
        Uses = uses;
        IsInUsing = isInUsing;
    }

    public ILocalSymbol Symbol { get; }

    /// <summary>Where the object is made.</summary>
    public IOperation Creation { get; }

    /// <summary>The members that are used, anywhere.</summary>
    public IReadOnlyList<MemberUse> Uses { get; }

    /// <summary>Whether a using disposes of it.</summary>
    public bool IsInUsing { get; }

    /// <summary>The locals of a member, and of the functions inside, that are given something new of a wanted type and escape in no way.</summary>
    public static IEnumerable<TrackedLocal> Find(IOperation block, Func<ITypeSymbol?, bool> isWanted)
    {
        Dictionary<ILocalSymbol, LocalUses> all = new(SymbolEqualityComparer.Default);
        LocalUses Of(ILocalSymbol local)
        {
            if (!all.TryGetValue(local, out LocalUses? uses))
            {
                all.Add(local, uses = new LocalUses());
            }

            return uses;
        }

        foreach (IOperation operation in block.DescendantsAndSelf())
        {
            switch (operation)
            {
                case IVariableDeclaratorOperation declarator when isWanted(declarator.Symbol.Type) || isWanted(declarator.Initializer?.Value.Type):
                    Of(declarator.Symbol).Declare(declarator);
                    break;
                case ILocalReferenceOperation reference when isWanted(reference.Type) || all.ContainsKey(reference.Local):
                    Of(reference.Local).Use(reference);
                    break;
            }
        }

        foreach (KeyValuePair<ILocalSymbol, LocalUses> pair in all)
        {
            LocalUses uses = pair.Value;
            if (uses is { Escapes: false, Assignments: 1, Creation: { } creation } && isWanted(creation.Type) && uses.AreIn(creation))
            {
                yield return new TrackedLocal(pair.Key, creation, uses.Members, uses.IsInUsing);
            }
        }
    }

    /// <summary>Finds what stands for the local in a graph besides its name.</summary>
    public void Enter(ControlFlowGraph graph)
    {
        _captures.Clear();
        foreach (BasicBlock block in graph.Blocks)
        {
            foreach (IOperation operation in Operations.InOrder(block))
            {
                if (operation is IFlowCaptureOperation capture && IsSelf(capture.Value))
                {
                    _captures.Add(capture.Id);
                }
            }
        }
    }

    /// <summary>Whether an operation gives the local its object.</summary>
    public bool IsAssigned(IOperation operation) => operation is ISimpleAssignmentOperation { Target: ILocalReferenceOperation target } && IsSymbol(target.Local);

    /// <summary>The member of the object that an operation uses, or null.</summary>
    public string? Member(IOperation operation) => operation switch
    {
        IInvocationOperation { Instance: { } instance } call when IsSelf(instance) => call.TargetMethod.Name,
        IInvocationOperation { Instance: null, TargetMethod.IsExtensionMethod: true } call when call.Arguments is [{ Value: { } first }, ..] && IsSelf(first) => call.TargetMethod.Name,
        IMemberReferenceOperation { Instance: { } instance } member when IsSelf(instance) => member.Member.Name,
        _ => null,
    };

    /// <summary>Whether an operation is the object.</summary>
    public bool IsSelf(IOperation operation) => Operations.Unwrap(operation) switch
    {
        ILocalReferenceOperation reference => IsSymbol(reference.Local),
        IFlowCaptureReferenceOperation reference => _captures.Contains(reference.Id),
        _ => false,
    };

    private bool IsSymbol(ILocalSymbol local) => SymbolEqualityComparer.Default.Equals(local, Symbol);

    private sealed class LocalUses
    {
        private readonly List<IOperation> _places = [];

        public bool Escapes { get; private set; }

        public bool IsInUsing { get; private set; }

        public int Assignments { get; private set; }

        public IOperation? Creation { get; private set; }

        public List<MemberUse> Members { get; } = [];

        public bool AreIn(IOperation creation)
        {
            IOperation? function = Operations.Function(creation);
            return _places.All(place => ReferenceEquals(Operations.Function(place), function));
        }

        public void Declare(IVariableDeclaratorOperation declarator)
        {
            _places.Add(declarator);
            for (IOperation? parent = declarator.Parent; parent is not null and not IBlockOperation; parent = parent.Parent)
            {
                IsInUsing |= parent is IUsingOperation or IUsingDeclarationOperation;
            }

            if ((declarator.Initializer ?? (declarator.Parent as IVariableDeclarationOperation)?.Initializer) is { Value: { } value })
            {
                Assign(value);
            }
        }

        public void Use(ILocalReferenceOperation reference)
        {
            _places.Add(reference);
            IOperation self = Operations.Wrap(reference);
            switch (self.Parent)
            {
                case ISimpleAssignmentOperation assignment when assignment.Target == self && assignment.Parent is IExpressionStatementOperation:
                    Assign(assignment.Value);
                    break;
                case IInvocationOperation call when call.Instance == self:
                    UseMember(call.TargetMethod, call.Syntax);
                    break;
                case IArgumentOperation { Parent: IInvocationOperation { Instance: null, TargetMethod: { IsExtensionMethod: true } extension } call } argument
                    when call.Arguments[0] == argument && ProcGenTypes.IsGenerated(extension.ContainingType):
                    Members.Add(new MemberUse(extension.Name, call.Syntax));
                    break;
                case IMethodReferenceOperation:
                    Escapes = true;
                    break;
                case IMemberReferenceOperation member when member.Instance == self:
                    UseMember(member.Member, member.Syntax);
                    break;
                case IConditionalAccessOperation access when access.Operation == self:
                    // What is called is in the rest of the access, which the graph shows.
                    foreach (IOperation each in access.WhenNotNull.DescendantsAndSelf())
                    {
                        switch (each)
                        {
                            case IInvocationOperation { Instance: IConditionalAccessInstanceOperation } call:
                                UseMember(call.TargetMethod, call.Syntax);
                                break;
                            case IMemberReferenceOperation { Instance: IConditionalAccessInstanceOperation } member:
                                UseMember(member.Member, member.Syntax);
                                break;
                            default:
                                Members.Add(new MemberUse("?", each.Syntax));
                                break;
                        }
                    }

                    break;
                case IUsingOperation usingOperation when usingOperation.Resources == self:
                    IsInUsing = true;
                    break;
                case IIsNullOperation or IIsPatternOperation { Pattern: IConstantPatternOperation or INegatedPatternOperation { Pattern: IConstantPatternOperation } }:
                    break;
                default:
                    Escapes = true;
                    break;
            }
        }

        // What a member of the user's own does to the object is not known.
        private void UseMember(ISymbol member, SyntaxNode syntax)
        {
            Members.Add(new MemberUse(member.Name, syntax));
            Escapes |= !OwnMembers.IsKnown(member);
        }

        private void Assign(IOperation value)
        {
            Assignments++;
            Creation = Operations.Unwrap(value);
            if (OwnMembers.IsStartedByConstructor(Creation.Type))
            {
                Escapes = true;
            }

            if (Creation is not IObjectCreationOperation and not IInvocationOperation { TargetMethod: { IsStatic: true, Name: "Create" or "Open" or "OpenOrCreate" } })
            {
                Escapes = true;
            }
        }
    }
}
