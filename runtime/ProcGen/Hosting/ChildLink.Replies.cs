using ProcGen.Messaging;
using ProcGen.Serialization;
using ProcGen.Waiting;

namespace ProcGen.Hosting;

internal sealed partial class ChildLink
{
    // What the reactor reads of one child before others have their turn.
    private const int MostAtATime = 32;

    /// <summary>Reads on the caller's thread what comes of its call. False when the child ended before the call did.</summary>
    public bool ReadUntilEnd(PendingCall pending)
    {
        try
        {
            _calls.ExpectAnswer();
            while (_calls.TryReceive(wait: true, out Frame frame, out _))
            {
                if (frame.Kind == FrameKind.Refusal)
                {
                    AcceptRefusal(frame);
                }
                else if (frame.CallId == pending.Id)
                {
                    BytesReceived += Frame.HeaderSize + frame.Payload.Length;
                    pending.Handle(frame);
                    if (PendingCall.IsLast(frame.Kind))
                    {
                        EndCall(pending);
                        return true;
                    }
                }
                else
                {
                    frame.Drop();
                }
            }
        }
        catch (Exception exception) when (exception is IOException or ProtocolException or ObjectDisposedException)
        {
            Distrust(exception);
        }

        OnChannelEnded();
        return false;
    }

    /// <summary>
    /// Reads on the caller's thread whether a call that it need not wait for is over at once, and leaves the rest to the reactor. For a call that
    /// was given as one with <see cref="PendingCall.CallerGlances"/>, and sent.
    /// </summary>
    public void ReadForAMoment(PendingCall pending)
    {
        // Who has the role keeps it until it gives it up, and who never got it cannot get it now: the child had ended.
        if (_pending != pending)
        {
            return;
        }

        try
        {
            _calls.ExpectAnswer();
            _calls.Glance();
            bool hasRead = _calls.TryReceive(wait: false, out Frame frame, out bool ended);
            if (hasRead && !TakeFrameHere(frame, pending))
            {
                return;
            }

            if (!ended)
            {
                LeaveToReactor(comesAtOnce: hasRead);
                return;
            }
        }
        catch (Exception exception) when (exception is IOException or ProtocolException or ObjectDisposedException)
        {
            Distrust(exception);
        }
        finally
        {
            OutcomeQueue.Shared.Announce();
        }

        OnChannelEnded();
    }

    // What is read first may end its call here: nothing that came before it waits on the thread pool.
    private bool TakeFrameHere(in Frame frame, PendingCall pending)
    {
        if (frame.CallId != pending.Id || frame.Kind is not (FrameKind.Result or FrameKind.Fault))
        {
            return TakeFrame(frame);
        }

        BytesReceived += Frame.HeaderSize + frame.Payload.Length;
        pending.Handle(frame);
        return EndCall(pending);
    }

    private void LeaveToReactor(bool comesAtOnce)
    {
        lock (_gate)
        {
            _reader = Reader.Reactor;
        }

        lock (_sender)
        {
            Arm(forWrite: comesAtOnce || !_calls.TryFlush());
        }
    }

    private void OnCallsReady()
    {
        // One-shot readiness and the reactor's single thread make this the only reader, unless the role has gone to a caller meanwhile.
        if (_reader != Reader.Reactor)
        {
            return;
        }

        try
        {
            _calls.TryFlush();
            _calls.TakeBell();
            bool ended;
            for (int taken = 0; _calls.TryReceive(wait: false, out Frame frame, out ended); taken++)
            {
                if (!TakeFrame(frame))
                {
                    return;
                }

                if (taken == MostAtATime)
                {
                    // The socket takes more, so that this comes again at once, after those whose turn it is.
                    Arm(forWrite: true);
                    return;
                }
            }

            if (!ended)
            {
                lock (_sender)
                {
                    // One who sends meanwhile must not have asked for more than is asked for here.
                    Arm(forWrite: !_calls.TryFlush());
                }

                return;
            }
        }
        catch (Exception exception)
        {
            // Whatever it is, it ends this child and not the reactor, which all others need.
            Distrust(exception);
        }
        finally
        {
            OutcomeQueue.Shared.Announce();
        }

        OnChannelEnded();
    }

    /// <summary>Handles a frame on the reactor. False when the role of reading has been given up.</summary>
    private bool TakeFrame(in Frame frame)
    {
        if (frame.Kind == FrameKind.Refusal)
        {
            AcceptRefusal(frame);
            return true;
        }

        if (!_isReady)
        {
            return AcceptHello(frame);
        }

        if (_pending is not { } pending || frame.CallId != pending.Id)
        {
            frame.Drop();
            return true;
        }

        BytesReceived += Frame.HeaderSize + frame.Payload.Length;
        pending.Post(frame);
        if (!PendingCall.IsLast(frame.Kind))
        {
            return true;
        }

        return EndCall(pending);
    }

    /// <summary>A call has ended. Whether another follows, so that its reader reads on.</summary>
    private bool EndCall(PendingCall pending)
    {
        bool isLast;
        lock (_gate)
        {
            LeavePlace(pending);
            isLast = _following.Count == 0;
            if (isLast)
            {
                _pending = null;
                _reader = Reader.Nobody;
            }
            else
            {
                _pending = _following[0];
                _following.RemoveAt(0);
            }
        }

        _owner.OnCallEnded(this, pending);
        if (isLast)
        {
            TryFinish();
        }

        return !isLast;
    }

    private void AcceptRefusal(in Frame frame)
    {
        WireReader reader = new(frame.Payload);
        Refuse($"Process '{Name}' ({ProcessId}) cannot run what it was started for: {reader.ReadString()}");
    }

    // What it sends makes no sense: whatever it does now, it is of no use.
    private void Distrust(Exception exception)
    {
        _channelError ??= exception;
        if (!_isReady && exception is ProtocolException)
        {
            RefuseStranger("it does not speak ProcGen's protocol");
        }
        else if (exception is not (IOException or ObjectDisposedException))
        {
            SendSignal(SignalNames.Kill);
        }
    }

    private void OnChannelEnded()
    {
        lock (_gate)
        {
            _channelEnded = true;
            _reader = Reader.Nobody;
            if (ExitStatus is null)
            {
                _deadline.Change(EndTimeout, Timeout.InfiniteTimeSpan);
            }
        }

        TryFinish();
    }

    private void Arm(bool forWrite)
    {
        try
        {
            _callsReady.Arm(forRead: true, forWrite);
        }
        catch (ObjectDisposedException)
        {
            // It ended between the send and now, and everything about it is closed: OnEnded has the call.
        }
    }

    private sealed class CallsHandler(ChildLink link) : IReadinessHandler
    {
        public void OnReady() => link.OnCallsReady();
    }
}
