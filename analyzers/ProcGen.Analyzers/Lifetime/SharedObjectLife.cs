using Microsoft.CodeAnalysis;
using ProcGen.Analyzers.Flow;
using ProcGen.Validation;

namespace ProcGen.Analyzers.Lifetime;

/// <summary>Something that processes share: made or opened, used, disposed of.</summary>
internal sealed class SharedObjectLife(TrackedLocal local) : Life(local)
{
    protected override uint After(uint states, string member) => member is "Dispose" ? States.With(states, Disposed) : states;

    protected override void Judge(uint states, string member, IOperation use, OneToALine reports)
    {
        if (All(states, Disposed) && !MayBeUsed(member))
        {
            reports.Add(Report(UsedAfterDispose.Rule, use, "'" + member + "'"));
        }
    }

    // What an object knows by itself; and the lock of a condition, which may be somebody else's.
    private bool MayBeUsed(string member) => member is "Dispose" or "ToString" or "Name" or "Length" or "GetHashCode" or "Equals" or "GetType"
        || (WellKnown.Is(Local.Creation.Type, ProcGenTypes.Condition) && member is "Lock" or "Acquire" or "AcquireAsync" or "Release");
}
