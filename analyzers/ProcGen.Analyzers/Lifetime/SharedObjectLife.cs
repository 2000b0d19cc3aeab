using Microsoft.CodeAnalysis;
using ProcGen.Analyzers.Flow;

namespace ProcGen.Analyzers.Lifetime;

/// <summary>Something that processes share: made or opened, used, disposed of.</summary>
internal sealed class SharedObjectLife(TrackedLocal local) : Life(local)
{
    protected override uint After(uint states, string member) => member is "Dispose" ? States.With(states, Disposed) : states;

    protected override void Judge(uint states, string member, IOperation use, OneToALine reports)
    {
        if (member is not ("Dispose" or "ToString" or "Name" or "GetHashCode" or "Equals" or "GetType") && All(states, Disposed))
        {
            reports.Add(Report(UsedAfterDispose.Rule, use, "'" + member + "'"));
        }
    }
}
