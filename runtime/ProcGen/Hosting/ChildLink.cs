using ProcGen.CompilerServices;
using ProcGen.Messaging;
using ProcGen.Platform;
using ProcGen.Serialization;
using ProcGen.Waiting;

namespace ProcGen.Hosting;

// A child as its parent holds it: a process, a channel for calls, a channel for control, and what is known of its life.
//
// Channels
// - Calls go down the call channel and what comes of them comes up. The child runs one at a time, in the order in which they were sent: _pending,
//   then those of _following, of which its owner may take back what the child has not begun (WorkerPage). Under _gate.
// - Cancellation and credit go down the control channel, which the child's own thread reads while the target runs on its main thread.
//   Neither end of either is inherited by anybody else, so that their end is the truth about the other side's life.
// - A worker's calls and their replies go through rings in its page, as far as they fit, and the call channel's socket only wakes (FrameRing).
//
// Who reads the call channel (_reader, under _gate): nobody while the child is idle, so that an idle child costs nothing; a caller that
// waits, on its own thread, or one that does not wait but has a moment (ReadForAMoment); else the reactor. The role goes from such a caller to
//   the reactor when the moment is over, and back to nobody with the last frame of the last call.
//
// Who sends calls (_sender, taken before _gate): whoever its owner tells to, one at a time. What it sends is what was given to the child and has
// not been sent, in the order in which it was given. So giving is quick, and may be done under the owner's lock, whose order it then has.
//
// Death
// - The reactor learns of the exit first, or the reader of the end of the channel: in either order. The exit is peeked while the zombie
//   still pins the process id, then reaped, then published (ExitStatus); Finish runs when the exit is known and nobody reads any more.
// - A caller that reads is woken by shutting its channel down; it still gets what the child had sent before it died.
// - A child that closed its channel and does not end is killed after a while: whoever waits for its call must not wait for ever.
internal sealed partial class ChildLink
{
    private static readonly TimeSpan EndTimeout = TimeSpan.FromSeconds(10);

    // Room for what we send along with a user's message.
    private const int OwnFrames = 64 * 1024;

    private readonly Lock _gate = new();
    private readonly Lock _sender = new();
    private readonly IChildOwner _owner;
    private readonly ChildSpecification _specification;
    private readonly SpawnedProcess _process;
    private readonly FrameChannel _calls;
    private readonly FrameChannel _control;
    private readonly ChildStreams _streams;
    private readonly WireBuffer _sending;
    private readonly Reactor.Registration _callsReady;
    private readonly Reactor.Registration _exitReady;
    private readonly ManualResetEventSlim _exited = new();
    private readonly TaskCompletionSource _exitedTask = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly HashSet<TargetTable> _introduced = [];
    private readonly Timer _deadline;

    private Reader _reader = Reader.Reactor;
    private PendingCall? _pending;
    private readonly List<PendingCall> _following = [];

    // How many of them, counted from the last, have not been sent, and whether the reactor is to be asked to read when they are.
    private int _unsentCount;
    private bool _mustArm;
    private ulong _placesTaken;
    private bool _isReady;
    private bool _channelEnded;
    private bool _isFinished;
    private int _signalSent;
    private ProcessStartException? _startError;
    private Exception? _channelError;

    private ChildLink(ChildSpecification specification, IChildOwner owner, SpawnedProcess process, SafeDescriptor calls, SafeDescriptor control, ChildStreams streams, string fileName)
    {
        _specification = specification;
        _owner = owner;
        _process = process;
        _streams = streams;
        FileName = fileName;
        _calls = new FrameChannel(calls, Hello.Size + MaxRefusal);
        _control = new FrameChannel(control, 0);
        _sending = new WireBuffer(LimitOfFrames);
        _deadline = new Timer(static link => ((ChildLink)link!).OnDeadline(), this, Timeout.Infinite, Timeout.Infinite);
        _callsReady = Reactor.Shared.Register(calls, new CallsHandler(this));
        _exitReady = Reactor.Shared.Register(process.ExitHandle, new ExitHandler(this));
    }

    private enum Reader
    {
        Nobody,
        Reactor,
        Caller,
    }

    public string Name => _specification.Name;

    private int LimitOfFrames => (int)Math.Min((long)_specification.MessageLimit + OwnFrames, int.MaxValue);

    public string FileName { get; }

    public int ProcessId => _process.Id;

    public bool IsDaemon => _specification.IsDaemon;

    public OnParentExit OnParentExit => _specification.OnParentExit;

    /// <summary>Whether it has sent the outcome of its only call, though its caller may not know yet.</summary>
    public bool HasEndedItsCall
    {
        get
        {
            lock (_gate)
            {
                return _isReady && _pending is null;
            }
        }
    }

    /// <summary>How it ended, or null while it runs.</summary>
    public ExitStatus? ExitStatus { get; private set; }

    /// <summary>Completes when it has ended and has been reaped.</summary>
    public Task Exited => _exitedTask.Task;

    /// <summary>Whether those that wait for its exit go on.</summary>
    public bool HasExited => _exited.IsSet;

    public string ErrorTail => _streams.ErrorTail.ToString();

    /// <summary>Why it never became ready, if so.</summary>
    public ProcessStartException? StartError => _startError;

    /// <summary>What was wrong with its channel, if anything was.</summary>
    public Exception? ChannelError => _channelError;

    /// <summary>Whether it serves calls until it is told to exit, or ends with this process.</summary>
    public bool IsWorker => _specification.IsWorker;

    /// <summary>How many bytes of calls it was sent. Written by those who send, one at a time.</summary>
    public long BytesSent { get; private set; }

    /// <summary>How many bytes came of its calls. Written by the one who reads.</summary>
    public long BytesReceived { get; private set; }

    /// <summary>What its owner keeps about it.</summary>
    public object? Tag => _specification.Tag;

    /// <summary>Waits until it has ended and its captured lines have been handled. False when the time is up.</summary>
    public bool WaitForExit(int timeoutMilliseconds)
    {
        if (!_exited.Wait(timeoutMilliseconds))
        {
            return false;
        }

        _streams.Lines?.WaitUntilHandled();
        return true;
    }

    /// <summary>Sends a signal; false when it has ended.</summary>
    public bool SendSignal(int signal)
    {
        lock (_gate)
        {
            if (ExitStatus is not null)
            {
                return false;
            }

            if (!HostPlatform.Current.SendSignal(_process, signal))
            {
                return false;
            }

            _signalSent = signal;
            return true;
        }
    }

    /// <summary>Asks the target to stop. Without effect when it has ended or takes no token.</summary>
    public void Cancel(PendingCall pending) => SendShort(_control, FrameKind.Cancel, pending.Id, 0);

    /// <summary>Lets the target of a stream send more items.</summary>
    public void Credit(PendingCall pending, int count) => SendShort(_control, FrameKind.Credit, pending.Id, count);

    /// <summary>Ends it if it still runs the call. What it was given since is not to suffer.</summary>
    public void KillIfRunning(PendingCall pending)
    {
        lock (_gate)
        {
            if (_pending == pending)
            {
                SendSignal(SignalNames.Kill);
            }
        }
    }

    /// <summary>Tells an idle worker that no more calls come. Without effect when it has ended.</summary>
    public void SendExit() => SendShort(_calls, FrameKind.Exit, 0, 0);

    /// <summary>Sends a frame that says one number at most.</summary>
    private void SendShort(FrameChannel channel, FrameKind kind, long callId, int count)
    {
        using WireBuffer buffer = new();
        WireWriter writer = new(buffer);
        Frame.Begin(ref writer, kind, callId);
        writer.WriteInt64(count);
        writer.Flush();
        Frame.Finish(buffer);
        TrySend(channel, buffer);
    }

    /// <summary>Sends without waiting. Whether all is sent, or there is nobody any more to send the rest to.</summary>
    private bool TrySend(FrameChannel channel, WireBuffer buffer)
    {
        try
        {
            return channel.TrySend(buffer.WrittenSpan);
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            // It is gone. Whoever waits for it waits for its exit, and that comes.
            _channelError ??= exception;
            return true;
        }
    }
}
