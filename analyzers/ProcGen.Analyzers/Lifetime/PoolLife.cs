using Microsoft.CodeAnalysis;
using ProcGen.Analyzers.Flow;

namespace ProcGen.Analyzers.Lifetime;

/// <summary>A pool: made, called, closed, joined, disposed of.</summary>
internal sealed class PoolLife(TrackedLocal local) : Life(local)
{
    protected override uint After(uint states, string member) => member switch
    {
        "Close" or "CompleteAsync" or "Terminate" or "Kill" or "Join" => States.With(states, Closed),
        "Dispose" or "DisposeAsync" => States.With(states, Disposed | Closed),
        _ => states,
    };

    protected override void Judge(uint states, string member, IOperation use, OneToALine reports)
    {
        switch (member)
        {
            case "Join" when None(states, Closed):
                reports.Add(Report(JoinedBeforeClose.Rule, use));
                break;
            case "Close" or "CompleteAsync" or "Terminate" or "Kill" or "Join" or "Dispose" or "DisposeAsync" or "ToString" or "GetType" or "Equals" or "GetHashCode" or "Workers" or "Parallelism" or "WorkerProcessIds" or "Name" or "Statistics" or "With":
                break;
            case var _ when All(states, Disposed):
                reports.Add(Report(UsedAfterDispose.Rule, use, "'" + member + "'"));
                break;
        }
    }
}
