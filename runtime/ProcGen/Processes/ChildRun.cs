using ProcGen.CompilerServices;
using ProcGen.Hosting;
using ProcGen.Waiting;

namespace ProcGen;

/// <summary>The life of a <see cref="ChildProcess"/> from its start: its child, its one call, and what became of them.</summary>
internal sealed class ChildRun : IChildOwner
{
    private readonly Lazy<ProcessSentinel> _sentinel;

    private ChildRun(ChildProcess process, PendingCall pending)
    {
        Process = process;
        Pending = pending;
        _sentinel = new Lazy<ProcessSentinel>(() => new ProcessSentinel(this));
    }

    public ChildProcess Process { get; }

    public PendingCall Pending { get; }

    /// <summary>The child. Set before <see cref="Start"/> returns.</summary>
    public ChildLink Link { get; private set; } = null!;

    public Exception? Failure => Pending.Failure;

    public ProcessSentinel Sentinel => _sentinel.Value;

    /// <summary>Starts the child and sends its call along.</summary>
    /// <exception cref="UnserializableValueException">An argument cannot cross; nothing has been started.</exception>
    /// <exception cref="ProcessStartException">The system refused.</exception>
    public static ChildRun Start(ChildProcess process, PendingCall pending, ChildSpecification specification)
    {
        pending.Encode(specification.MessageLimit);
        ChildRun run = new(process, pending);

        run.Link = ChildLink.Start(specification with { Tag = run }, run, pending);
        return run;
    }

    /// <summary>Asks the target to stop.</summary>
    public void Cancel() => Link.Cancel(Pending);

    public void OnReady(ChildLink link)
    {
        // It has its call already.
    }

    public void OnCallEnded(ChildLink link, PendingCall pending)
    {
        // The child exits by itself after its only call.
    }

    public void OnEnded(ChildLink link, PendingCall? pending)
    {
        if (!Pending.HasEnded)
        {
            Pending.PostFailure((Exception?)link.StartError ?? Lost(link));
        }
    }

    /// <summary>Waits for the exit, and for what became of the call. False when the time is up.</summary>
    public bool WaitForExit(int timeoutMilliseconds)
    {
        if (!Link.WaitForExit(timeoutMilliseconds))
        {
            return false;
        }

        Settle();
        return true;
    }

    /// <summary>Waits for the exit, and for what became of the call.</summary>
    public async Task WaitForExitAsync(CancellationToken cancellationToken)
    {
        await Link.Exited.WaitAsync(cancellationToken).ConfigureAwait(false);
        Settle();
    }

    // All that the child sent, and its loss, has been posted when the exit is told. It may not have been handled yet. Code that runs in
    // answer to the outcome may wait here as well: then it has been handled.
    private void Settle()
    {
        if (!Pending.HasEnded)
        {
            Pending.Help();
        }
    }

    private ProcessLostException Lost(ChildLink link)
    {
        ExitStatus status = link.ExitStatus!;
        string name = Pending.Call.Target.Name;
        string what = $"Process '{link.Name}' ({link.ProcessId}) ended before {name} did: it";
        return new ProcessLostException(ProcessLostException.Describe(what, status, link.ErrorTail), status, link.ProcessId, name, link.ErrorTail, link.ChannelError);
    }

    /// <summary>A wait until it has ended.</summary>
    public IWaitStep NewWaitStep() => new ExitStep(Link);

    private readonly unsafe struct ExitStep(ChildLink link) : IWaitStep
    {
        public bool TryComplete() => link.HasExited;

        public bool PrepareToSleep(out uint* word, out uint expected)
        {
            LocalBell.Exits.Listen(out word, out expected);
            return !TryComplete();
        }

        public bool Abandon() => false;

        public void OnOverslept()
        {
            // Nobody but this process rings, and that lives.
        }
    }
}
