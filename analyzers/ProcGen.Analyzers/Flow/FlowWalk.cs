using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ProcGen.Analyzers.Flow;

/// <summary>What an operation makes of the states that something may be in before it.</summary>
internal delegate uint FlowStep(uint states, IOperation operation);

/// <summary>Follows the states of one thing through a method: a set of at most 32, one bit for each, at every point the union over all ways that lead there.</summary>
/// <remarks>
/// The graph has no edges for what is not written down, and this adds them. A branch out of a <c>try</c> first runs the <c>finally</c> blocks that
/// it names in <see cref="ControlFlowBranch.FinallyRegions"/>, and goes on from their ends. An exception can leave a <c>try</c> at any point, so
/// every state inside of it reaches the handlers around it; where a step that throws has done nothing, that behind it does so only if more follows. All ways through a <c>finally</c> are seen together, which adds states and never
/// loses one: a rule that asks whether all states are bad is never wrong for it.
/// </remarks>
internal sealed class FlowWalk
{
    /// <summary>A method with more blocks is not looked at.</summary>
    public const int BlockLimit = 1000;

    private readonly ControlFlowGraph _graph;
    private readonly FlowStep _step;
    private readonly Func<IOperation, bool> _isNotNull;
    private readonly bool _isAllOrNothing;
    private readonly uint[] _in;
    private readonly Queue<int> _work = new();
    private readonly HashSet<int> _queued = [];
    private readonly Dictionary<ControlFlowRegion, HashSet<int>> _behindFinally = [];
    private readonly Dictionary<ControlFlowRegion, uint> _outOfFinally = [];

    private FlowWalk(ControlFlowGraph graph, FlowStep step, Func<IOperation, bool> isNotNull, bool isAllOrNothing)
    {
        _graph = graph;
        _step = step;
        _isNotNull = isNotNull;
        _isAllOrNothing = isAllOrNothing;
        _in = new uint[graph.Blocks.Length];
    }

    /// <summary>Follows the states to a fixed point, or returns null for a method that is too large.</summary>
    /// <param name="graph">The method.</param>
    /// <param name="entry">The states at its beginning.</param>
    /// <param name="step">What each operation makes of them.</param>
    /// <param name="isNotNull">Whether a value that a branch asks about is known not to be null: a using, and ?., have a way around for null.</param>
    /// <param name="isAllOrNothing">Whether a step that throws has changed nothing.</param>
    public static FlowWalk? Run(ControlFlowGraph graph, uint entry, FlowStep step, Func<IOperation, bool> isNotNull, bool isAllOrNothing = false)
    {
        if (graph.Blocks.Length > BlockLimit)
        {
            return null;
        }

        FlowWalk walk = new(graph, step, isNotNull, isAllOrNothing);
        walk.Reach(0, entry, always: true);
        while (walk._work.Count > 0)
        {
            int ordinal = walk._work.Dequeue();
            walk._queued.Remove(ordinal);
            walk.Flow(graph.Blocks[ordinal]);
        }

        return walk;
    }

    /// <summary>The states at the end of the method.</summary>
    public uint AtExit => _in[_in.Length - 1];

    /// <summary>Shows every operation that can be reached with the states before it.</summary>
    public void Visit(Action<uint, IOperation> visit)
    {
        foreach (BasicBlock block in _graph.Blocks)
        {
            uint states = _in[block.Ordinal];
            if (states == 0)
            {
                continue;
            }

            foreach (IOperation operation in Operations.InOrder(block))
            {
                visit(states, operation);
                states = _step(states, operation);
            }
        }
    }

    private void Flow(BasicBlock block)
    {
        uint states = _in[block.Ordinal];
        bool isChanged = true;
        foreach (IOperation operation in Operations.InOrder(block))
        {
            if (isChanged && (!_isAllOrNothing || MayThrow(operation)))
            {
                Throw(block, states);
            }

            uint after = _step(states, operation);
            isChanged = after != states || (isChanged && !MayThrow(operation));
            states = after;
        }

        if (isChanged && !_isAllOrNothing)
        {
            Throw(block, states);
        }

        bool isNeverNull = block.BranchValue is IIsNullOperation { Operand: { } operand } && _isNotNull(operand);
        bool? known = block.BranchValue?.ConstantValue is { HasValue: true, Value: bool constant } ? constant : isNeverNull ? false : null;
        bool isJump = block.ConditionKind == ControlFlowConditionKind.WhenTrue;
        if (block.ConditionKind == ControlFlowConditionKind.None || known is null || known == isJump)
        {
            Follow(block, block.ConditionalSuccessor, states);
        }

        if (block.ConditionKind == ControlFlowConditionKind.None || known is null || known != isJump)
        {
            Follow(block, block.FallThroughSuccessor, states);
        }
    }

    private void Follow(BasicBlock block, ControlFlowBranch? branch, uint states)
    {
        if (branch is null)
        {
            return;
        }

        if (branch.Semantics == ControlFlowBranchSemantics.StructuredExceptionHandling)
        {
            LeaveFinally(block, states);
            return;
        }

        if (branch.Destination is not { } destination)
        {
            // What throws now does so behind all steps.
            Throw(block, states);
            return;
        }

        if (branch.FinallyRegions.IsEmpty)
        {
            Reach(destination.Ordinal, states);
            return;
        }

        for (int i = 0; i < branch.FinallyRegions.Length; i++)
        {
            int next = i + 1 < branch.FinallyRegions.Length ? branch.FinallyRegions[i + 1].FirstBlockOrdinal : destination.Ordinal;
            GoOnFrom(branch.FinallyRegions[i], next);
        }

        Reach(branch.FinallyRegions[0].FirstBlockOrdinal, states);
    }

    private void GoOnFrom(ControlFlowRegion region, int next)
    {
        if (!_behindFinally.TryGetValue(region, out HashSet<int>? behind))
        {
            _behindFinally.Add(region, behind = []);
        }

        if (behind.Add(next) && _outOfFinally.TryGetValue(region, out uint states))
        {
            Reach(next, states);
        }
    }

    private void LeaveFinally(BasicBlock block, uint states)
    {
        ControlFlowRegion? region = block.EnclosingRegion;
        while (region is not null && region.Kind != ControlFlowRegionKind.Finally)
        {
            region = region.EnclosingRegion;
        }

        if (region is null)
        {
            return;
        }

        _outOfFinally.TryGetValue(region, out uint known);
        _outOfFinally[region] = known | states;
        if (_behindFinally.TryGetValue(region, out HashSet<int>? behind))
        {
            foreach (int next in behind)
            {
                Reach(next, states);
            }
        }
    }

    // What only hands on the value of the step before, or keeps it.
    private static bool MayThrow(IOperation operation) => operation is not (IExpressionStatementOperation or IAwaitOperation or IConversionOperation or IFlowCaptureOperation or IFlowCaptureReferenceOperation
        or ILocalReferenceOperation or IParameterReferenceOperation or ILiteralOperation or IInstanceReferenceOperation or ISimpleAssignmentOperation { Target: ILocalReferenceOperation });

    // Whatever is thrown here, and however far it goes: not out of the graph, beyond which the regions of the method around a lambda follow.
    private void Throw(BasicBlock block, uint states)
    {
        for (ControlFlowRegion? region = block.EnclosingRegion; region is not null && region != _graph.Root; region = region.EnclosingRegion)
        {
            if (region.Kind == ControlFlowRegionKind.Try && region.EnclosingRegion is { } outer)
            {
                foreach (ControlFlowRegion handler in outer.NestedRegions)
                {
                    if (handler != region)
                    {
                        Reach(handler.FirstBlockOrdinal, states);
                    }
                }
            }
        }
    }

    private void Reach(int ordinal, uint states, bool always = false)
    {
        uint before = _in[ordinal];
        _in[ordinal] = before | states;
        if ((always || _in[ordinal] != before) && _queued.Add(ordinal))
        {
            _work.Enqueue(ordinal);
        }
    }
}
