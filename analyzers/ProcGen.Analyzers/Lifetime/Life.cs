using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using ProcGen.Analyzers.Flow;

namespace ProcGen.Analyzers.Lifetime;

/// <summary>What can happen to an object of a kind, and what must not.</summary>
internal abstract class Life(TrackedLocal local)
{
    protected const int Started = 1;
    protected const int Disposed = 2;
    protected const int RanHere = 4;
    protected const int Closed = 8;
    protected const int Asked = 8;

    /// <summary>Just made: no flag is set.</summary>
    private const uint New = 1;

    /// <summary>Where the local has no object yet; nothing can be said of it there.</summary>
    private const uint Nothing = 1u << 16;

    protected TrackedLocal Local { get; } = local;

    protected string Name => Local.Symbol.Name;

    public static Life Of(TrackedLocal local) =>
        ProcGenTypes.IsProcess(local.Creation.Type) ? new ProcessLife(local)
        : ProcGenTypes.IsPool(local.Creation.Type) ? new PoolLife(local)
        : new SharedObjectLife(local);

    /// <summary>Follows the object through the graph that its local belongs to.</summary>
    public void Follow(ControlFlowGraph graph, OneToALine reports)
    {
        Local.Enter(graph);

        FlowWalk.Run(graph, entry: Nothing, Step, Local.IsSelf)?.Visit((states, operation) =>
        {
            uint live = states & ~Nothing;
            if (live != 0 && !operation.IsImplicit && Local.Member(operation) is { } member)
            {
                Judge(live, member, operation, reports);
            }
        });

        uint Step(uint states, IOperation operation) =>
            Local.IsAssigned(operation) ? New
            : Local.Member(operation) is { } member ? After(states & ~Nothing, member) | (states & Nothing)
            : states;
    }

    /// <summary>The states behind a use of a member.</summary>
    protected abstract uint After(uint states, string member);

    /// <summary>Reports a use of a member that is wrong in all states before it.</summary>
    protected abstract void Judge(uint states, string member, IOperation use, OneToALine reports);

    protected Diagnostic Report(DiagnosticDescriptor rule, IOperation use, params object[] arguments) =>
        Diagnostic.Create(rule, use.Syntax.GetLocation(), additionalLocations: [Local.Creation.Syntax.GetLocation()], [Name, .. arguments]);

    protected static bool All(uint states, int flag) => States.All(states, flag, has: true);

    protected static bool None(uint states, int flag) => States.All(states, flag, has: false);
}
