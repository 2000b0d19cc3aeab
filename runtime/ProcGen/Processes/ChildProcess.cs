using System.ComponentModel;
using ProcGen.CompilerServices;
using ProcGen.Hosting;
using ProcGen.Waiting;

namespace ProcGen;

/// <summary>One call in a process of its own. Python: <c>multiprocessing.Process</c>.</summary>
/// <remarks>
/// <para>
/// For a target <c>X</c> the compiler writes a class <c>XProcess</c> whose constructor has the target's parameters. Or derive a <c>partial</c>
/// class of your own, mark its override of <see cref="Run"/> or <see cref="RunAsync"/> with <see cref="ProcessTargetAttribute"/>, and the
/// object's state crosses with it.
/// </para>
/// <para>
/// An exception in the target is printed to the child's standard error, ends the child with exit code 1, and can be read from
/// <see cref="Exception"/>. Members are safe for use from any thread.
/// </para>
/// </remarks>
[System.Diagnostics.DebuggerDisplay("{ToString(),nq}")]
public abstract partial class ChildProcess : IDisposable, IAsyncDisposable, IWaitable
{
    private static int s_count;

    private readonly Lock _gate = new();
    private string? _name;
    private bool? _isDaemon;
    private ReadOnlyMemory<byte>? _authKey;
    private ChildRun? _run;
    private bool _isDisposed;
    private bool _isInside;
    private CancellationToken _cancelWith;

    /// <summary>Prepares a process; nothing is started.</summary>
    protected ChildProcess()
    {
    }

    /// <summary>What people call it: in messages, logs and debuggers. Unless set, the target's name and a number, as in <c>Greet-1</c>; below a child <c>Greet-1:2</c>.</summary>
    public string Name
    {
        get => _name ??= MakeName();
        init
        {
            ArgumentException.ThrowIfNullOrWhiteSpace(value);
            _name = value;
        }
    }

    /// <summary>
    /// Whether it may not start children and is terminated, instead of joined, when this process ends. Unless set, what the current process is.
    /// Python: <c>daemon</c>.
    /// </summary>
    public bool IsDaemon
    {
        get => _isDaemon ?? ProcessInfo.Current.IsDaemon;
        init => _isDaemon = value;
    }

    /// <summary>What it does when this process is gone. Unless set, it ends too.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is no value of the enumeration.</exception>
    public OnParentExit OnParentExit
    {
        get;
        init => field = Require.Defined(value);
    }

    /// <summary>Variables that are added to the environment, which is otherwise this process' own; a null value takes one out.</summary>
    /// <exception cref="ArgumentException">A name is empty or contains '=' or NUL, or a value contains NUL.</exception>
    public IReadOnlyDictionary<string, string?> EnvironmentVariables
    {
        get;
        init => field = Require.EnvironmentVariables(value);
    } = new Dictionary<string, string?>();

    /// <summary>The folder that it starts in; null for the current one.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>Where its standard output and standard error go. Its standard input is always empty.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is no value of the enumeration.</exception>
    public OutputMode Output
    {
        get;
        init => field = Require.Defined(value);
    }

    /// <summary>The largest size of its GC heap in bytes, above which it gets an <see cref="OutOfMemoryException"/>; null for none. At least 16 MiB, which a runtime needs to start.</summary>
    public long? HeapLimit
    {
        get;
        init => field = Require.AtLeast(16L << 20, value);
    }

    /// <summary>The program to start instead of this one: another copy of the same build. Python: <c>set_executable</c>. Null for this process' own.</summary>
    public string? Executable { get; init; }

    /// <summary>How long it may take until it says hello before it is killed; positive, or <see cref="Timeout.InfiniteTimeSpan"/>. 60 seconds unless set.</summary>
    public TimeSpan StartTimeout
    {
        get;
        init => field = Durations.Positive(value);
    } = ChildSpecification.DefaultStartTimeout;

    /// <summary>How long it is given to end by itself, at each step, when it is disposed of while it runs: not negative, or <see cref="Timeout.InfiniteTimeSpan"/>. 2 seconds unless set.</summary>
    public TimeSpan GracePeriod
    {
        get;
        init => field = Durations.NotNegative(value);
    } = ProcessTree.Grace;

    /// <summary>How many bytes the arguments and the result may each take. 1 GiB unless set.</summary>
    public int MessageLimit
    {
        get;
        init => field = Require.Positive(value);
    } = Serialization.WireBuffer.DefaultLimit;

    /// <summary>The key that processes of one tree share, by which they know each other. Unless set, this process' own. Keep it secret. Python: <c>authkey</c>.</summary>
    public ReadOnlyMemory<byte> AuthKey
    {
        get => _authKey ?? ProcessInfo.Current.AuthKey;
        init => _authKey = value.ToArray();
    }

    /// <summary>Raised for each line that the child writes when <see cref="Output"/> is <see cref="OutputMode.Capture"/>, in order, on the thread pool. Subscribe before <see cref="Start"/>.</summary>
    public event Action<OutputLine>? OutputReceived;

    /// <summary>The processes that this process started and that run. Python: <c>active_children()</c>.</summary>
    public static IReadOnlyList<ChildProcess> Active =>
        [.. ProcessTree.Snapshot().Select(static link => (link.Tag as ChildRun)?.Process).OfType<ChildProcess>().Where(static process => process.IsAlive)];

    /// <summary>The process id. Python: <c>pid</c>.</summary>
    /// <exception cref="InvalidOperationException">It has not been started.</exception>
    public int Id => _isInside ? Environment.ProcessId : (_run ?? throw NotStarted()).Link.ProcessId;

    /// <summary>Whether it has been started and has not ended.</summary>
    public bool IsAlive => _isInside || _run is { Link.ExitStatus: null };

    /// <summary>Its exit code: null before it has ended; 0 if it returned; 1 if its target threw; N for <see cref="Environment.Exit"/>(N); -N if signal N ended it. Python: <c>exitcode</c>.</summary>
    public int? ExitCode => ExitStatus?.ExitCode;

    /// <summary>How it ended, with the reason; null before it has ended.</summary>
    public ExitStatus? ExitStatus => _run?.Link.ExitStatus;

    /// <summary>What its target threw, or why it could not run it; null while it runs, and when it returned or ended without a word.</summary>
    public Exception? Exception => _run?.Failure;

    /// <summary>A handle that is signalled when it has ended, for the waits of .NET and for <see cref="ProcessWait"/>. It belongs to this object: do not dispose of it. Python: <c>sentinel</c>.</summary>
    /// <exception cref="InvalidOperationException">It has not been started.</exception>
    /// <exception cref="ObjectDisposedException">It has been disposed of.</exception>
    public ProcessSentinel Sentinel => Started().Sentinel;

    IWaitStep IWaitable.NewWaitStep() => Started().NewWaitStep();

    /// <summary>Runs the target in this process and waits for it. A class of yours overrides it; the override is what <see cref="Start"/> runs in the child.</summary>
    public virtual void Run() => RunHere();

    /// <summary>Runs the target in this process. A class of yours may override it instead of <see cref="Run"/>.</summary>
    /// <param name="cancellationToken">Cancelled when somebody calls <see cref="Cancel"/>, and when the parent is gone.</param>
    public virtual Task RunAsync(CancellationToken cancellationToken = default) => RunHereAsync(cancellationToken);

    /// <inheritdoc/>
    public override string ToString() => _run switch
    {
        _ when _isInside => $"{Name} ({Id}, current process)",
        null => $"{Name} (not started)",
        { Link.ExitStatus: { } status } run => $"{Name} ({run.Link.ProcessId}, {status})",
        { } run => $"{Name} ({run.Link.ProcessId}, running{(IsDaemon ? ", daemon" : "")})",
    };

    /// <summary>Makes the call that the child runs. Written by the generator.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected virtual TargetCall CreateCall() => throw new InvalidOperationException(
        $"{GetType()} has nothing to run in a child: mark its override of {nameof(Run)} or {nameof(RunAsync)} with [ProcessTarget], and make the class partial.");

    internal void EnterChild()
    {
        _isInside = true;
        _name = ProcessInfo.Current.Name;
        _isDaemon = ProcessInfo.Current.IsDaemon;
    }

    /// <summary>Makes the object that waits for the outcome of the call.</summary>
    private protected virtual PendingCall CreatePending(TargetCall call) => new PendingResult<NoResult>((TargetCall<NoResult>)call, callerReads: false, CancellationToken.None);

    private protected virtual void RunHere() => RunHereAsync(CancellationToken.None).GetAwaiter().GetResult();

    private protected virtual async Task RunHereAsync(CancellationToken cancellationToken)
    {
        await ((TargetCall<NoResult>)CreateCall()).InvokeAsync(new CallContext(cancellationToken)).ConfigureAwait(false);
    }

    private string MakeName()
    {
        int number = Interlocked.Increment(ref s_count);
        return ProcessInfo.Current.IsChild ? $"{ProcessInfo.Current.Name}:{number}" : $"{ShortName(GetType())}-{number}";
    }

    private static string ShortName(Type type)
    {
        const string Suffix = "Process";
        return type.Name.EndsWith(Suffix, StringComparison.Ordinal) && type.Name.Length > Suffix.Length ? type.Name[..^Suffix.Length] : type.Name;
    }
}
