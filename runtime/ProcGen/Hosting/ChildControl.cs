using System.Runtime.InteropServices;
using ProcGen.CompilerServices;
using ProcGen.Memory;
using ProcGen.Messaging;
using ProcGen.Platform;
using ProcGen.Serialization;

namespace ProcGen.Hosting;

// The child's side of the control channel: one thread that sleeps until its parent says something or is gone.
//
// - Cancel: the token of the named call is cancelled. The call channel may be behind: a cancellation that comes before its call is kept.
// - Credit: a stream may go on.
// - The end of the channel is the death of the parent. A child that is to end then cancels its target, gives it a short grace, and exits in
//   good order; a watchdog sees to it that handlers which hang do not keep it. The parent-death signal stands behind this for the time
//   before this thread runs.
// - SIGTERM runs the exit handlers and then ends the process by that signal, so that its parent sees -15. SIGINT cancels a target that takes
//   a token; one that does not dies of the signal, as a program without a handler does.
//
// Tokens are cancelled on the thread pool: callbacks of users must not hold up this thread.
internal sealed class ChildControl
{
    private static readonly TimeSpan ParentLostGrace = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan ExitLimit = TimeSpan.FromMilliseconds(400);

    private readonly Lock _gate = new();
    private readonly FrameChannel _channel;
    private readonly Bootstrap _bootstrap;
    private readonly ManualResetEventSlim _idle = new(initialState: true);
    private PosixSignalRegistration? _terminate;
    private PosixSignalRegistration? _interrupt;
    private CancellationTokenSource _cancellation = new();
    private long _callId;
    private long _cancelledId;
    private SemaphoreSlim? _credit;

    private ChildControl(FrameChannel channel, Bootstrap bootstrap)
    {
        _channel = channel;
        _bootstrap = bootstrap;
    }

    /// <summary>Whether the parent is gone.</summary>
    public bool ParentIsLost { get; private set; }

    /// <summary>What the running target was given.</summary>
    public CallContext? Context { get; set; }

    public static ChildControl Start(SafeDescriptor socket, Bootstrap bootstrap)
    {
        ChildControl control = new(new FrameChannel(socket, 1024), bootstrap);
        new Thread(control.Run, 256 * 1024) { IsBackground = true, Name = "ProcGen control" }.UnsafeStart();
        return control;
    }

    /// <summary>A call begins: gives its token.</summary>
    public CancellationToken Begin(long callId)
    {
        lock (_gate)
        {
            _callId = callId;
            _credit = null;
            _idle.Reset();
            if (_cancellation.IsCancellationRequested)
            {
                _cancellation = new CancellationTokenSource();
            }

            if (_cancelledId == callId || (ParentIsLost && _bootstrap.OnParentExit == OnParentExit.End))
            {
                _cancellation.Cancel();
            }

            return _cancellation.Token;
        }
    }

    /// <summary>The call has ended.</summary>
    public void End()
    {
        lock (_gate)
        {
            _callId = 0;
            Context = null;
            _idle.Set();

            // A target may have left callbacks on its token; the next call gets a fresh one.
            _cancellation = new CancellationTokenSource();
        }
    }

    /// <summary>Waits until another item of the stream may be sent.</summary>
    public Task WaitForCreditAsync()
    {
        lock (_gate)
        {
            _credit ??= new SemaphoreSlim(StreamWindow.Size);
            return _credit.WaitAsync(_cancellation.Token);
        }
    }

    private void Run()
    {
        _terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnTerminate);
        _interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, OnInterrupt);
        try
        {
            while (_channel.TryReceive(wait: true, out Frame frame, out _))
            {
                switch (frame.Kind)
                {
                    case FrameKind.Cancel:
                        Cancel(frame.CallId);
                        break;
                    case FrameKind.Credit:
                        WireReader reader = new(frame.Payload);
                        AddCredit(frame.CallId, reader.ReadInt32());
                        break;
                }
            }
        }
        catch (Exception exception) when (exception is IOException or ProtocolException)
        {
            // A parent that sends nonsense is as good as none.
        }

        OnParentLost();
    }

    private void Cancel(long callId)
    {
        lock (_gate)
        {
            _cancelledId = callId;
            if (_callId == callId)
            {
                _ = _cancellation.CancelAsync();
            }
        }
    }

    private void AddCredit(long callId, int count)
    {
        lock (_gate)
        {
            if (_callId == callId && count > 0)
            {
                (_credit ??= new SemaphoreSlim(StreamWindow.Size)).Release(count);
            }
        }
    }

    private void OnParentLost()
    {
        lock (_gate)
        {
            ParentIsLost = true;
            if (_bootstrap.OnParentExit == OnParentExit.Continue)
            {
                // Nobody else here may know yet that the parent's locks are nobody's now.
                TreeArena.RecoverDead();
                return;
            }

            _ = _cancellation.CancelAsync();
        }

        _idle.Wait(ParentLostGrace);
        new Thread(EndAtLast) { IsBackground = true, Name = "ProcGen watchdog" }.UnsafeStart();
        Environment.Exit(ExitStatus.ParentLostCode);
    }

    private static void EndAtLast()
    {
        Thread.Sleep(ExitLimit);
        HostPlatform.Current.EndNow(ExitStatus.ParentLostCode);
    }

    private void OnTerminate(PosixSignalContext context)
    {
        context.Cancel = true;
        lock (_gate)
        {
            _ = _cancellation.CancelAsync();
        }

        // Handlers run in the order in which they were added: this one, added now, is the last.
        AppDomain.CurrentDomain.ProcessExit += static (_, _) => HostPlatform.Current.EndBySignal(SignalNames.Terminate);
        Environment.Exit(128 + SignalNames.Terminate);
    }

    private void OnInterrupt(PosixSignalContext context)
    {
        lock (_gate)
        {
            if (Context is { TakesToken: true })
            {
                context.Cancel = true;
                _ = _cancellation.CancelAsync();
            }
        }
    }
}
