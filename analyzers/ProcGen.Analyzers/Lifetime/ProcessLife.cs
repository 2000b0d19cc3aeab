using Microsoft.CodeAnalysis;
using ProcGen.Analyzers.Flow;

namespace ProcGen.Analyzers.Lifetime;

/// <summary>A process: made, started once, waited for, disposed of.</summary>
internal sealed class ProcessLife(TrackedLocal local) : Life(local)
{
    private IOperation? _run;

    /// <summary>Members that wait for a process that has been started, and what they are asked for.</summary>
    public static string? Asks(string member) => member switch
    {
        "Join" or "WaitForExitAsync" or "Sentinel" => "its end",
        "Result" or "GetResultAsync" => "its result",
        "ReadAllAsync" => "its results",
        _ => null,
    };

    protected override uint After(uint states, string member) => member switch
    {
        "Start" => States.With(states, Started),
        "Run" or "RunAsync" => States.With(states, RanHere),
        "Dispose" or "DisposeAsync" => States.With(states, Disposed),
        // If it was not started this has thrown: nothing more has to be said on this way.
        _ when Asks(member) is not null => States.With(states, Asked),
        _ => states,
    };

    protected override void Judge(uint states, string member, IOperation use, OneToALine reports)
    {
        switch (member)
        {
            case "Run" or "RunAsync":
                _run ??= use;
                break;
            case "Start" when All(states, Disposed):
            case "Join" or "WaitForExitAsync" or "Sentinel" or "Cancel" or "Interrupt" or "Terminate" or "Kill" when All(states, Disposed):
                reports.Add(Report(UsedAfterDispose.Rule, use, member));
                break;
            case "Start" when All(states, Started):
                reports.Add(Report(StartedTwice.Rule, use));
                break;
            case var _ when Asks(member) is { } what && None(states, Started) && None(states, Disposed) && !All(states, Asked):
                reports.Add(_run is not null && All(states, RanHere)
                    ? Report(RunInsteadOfStart.Rule, _run, member: _run.Syntax)
                    : Report(NeverStarted.Rule, use, what));
                break;
        }
    }

    private Diagnostic Report(DiagnosticDescriptor rule, IOperation run, SyntaxNode member) =>
        Report(rule, run, (run as Microsoft.CodeAnalysis.Operations.IInvocationOperation)?.TargetMethod.Name ?? member.ToString());
}
