using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ProcGen.Analyzers.Flow;

namespace ProcGen.Analyzers.Locking;

/// <summary>Follows the locks of one graph: which are held where, and which are left held.</summary>
internal sealed class LockWalk
{
    private const int Held = 1;
    private const int Tried = 2;
    private const int Owed = 4;
    private const uint Free = 1;

    private readonly ControlFlowGraph _graph;
    private readonly IOperation[] _operations;
    private readonly Dictionary<(string, SyntaxNode), uint> _before = [];

    public LockWalk(ControlFlowGraph graph, LockVariables variables)
    {
        _graph = graph;
        Names = new LockNames(graph, variables);
        _operations = [.. graph.Blocks.SelectMany(static block => Operations.InOrder(block))];
        Locks = [.. _operations.Select(operation => Names.Acquired(operation) ?? Names.Tried(operation)).OfType<string>().Distinct()];
        foreach (string name in Locks)
        {
            Run(name, owing: null)?.Visit((states, operation) => Note(name, states, operation));
        }
    }

    public LockNames Names { get; }

    /// <summary>The locks that are acquired somewhere in the graph.</summary>
    public string[] Locks { get; }

    public IEnumerable<IOperation> All => _operations;

    public bool Releases(string name) => Releasing(name).Any();

    /// <summary>What releases a lock.</summary>
    public IEnumerable<IOperation> Releasing(string name) => _operations.Where(operation => Names.IsReleased(name, operation));

    /// <summary>Whether the graph is that of a lambda that is called under a lock perhaps.</summary>
    public bool IsCalledUnderLock => LockHelpers.IsCalledUnderLock(_graph.OriginalOperation);

    /// <summary>The names of what is either true or false here.</summary>
    public IEnumerable<string> Flags =>
    [
        .. Operations.Locals(_graph.Root).Where(static local => local.Type.SpecialType == SpecialType.System_Boolean).Select(static local => local.Name),
        .. _operations.OfType<IParameterReferenceOperation>().Where(static parameter => parameter.Type?.SpecialType == SpecialType.System_Boolean).Select(static parameter => parameter.Parameter.Name),
    ];

    /// <summary>Whether a lock is held on every way to an operation.</summary>
    public bool IsHeld(string name, IOperation at) => _before.TryGetValue((name, at.Syntax), out uint states) && States.All(states, Held, has: true);

    /// <summary>Whether no lock is held on any way to an operation.</summary>
    public bool IsNoneHeld(IOperation at) =>
        Locks.All(name => !_before.TryGetValue((name, at.Syntax), out uint states) || (States.All(states, Held, has: false) && States.All(states, Tried, has: false)));

    /// <summary>Whether what an operation acquires is still held at the end of some way through the graph.</summary>
    public bool IsLeftHeld(string name, IOperation acquire)
    {
        uint atExit = Run(name, acquire)?.AtExit ?? 0;
        return atExit != 0 && !States.All(atExit, Owed, has: false);
    }

    private FlowWalk? Run(string name, IOperation? owing) => FlowWalk.Run(
        _graph,
        Free,
        (states, operation) =>
            Names.Acquired(operation) == name ? States.With(states, operation.Syntax == owing?.Syntax ? Held | Owed : Held)
            : Names.Tried(operation) == name ? states | States.With(states, Tried)
            : Names.IsReleased(name, operation) ? States.Without(states, Held | Tried | Owed)
            : states,
        operand => Names.NameOf(operand) == name,
        isAllOrNothing: true);

    private void Note(string name, uint states, IOperation operation)
    {
        _before.TryGetValue((name, operation.Syntax), out uint known);
        _before[(name, operation.Syntax)] = known | states;
    }
}
