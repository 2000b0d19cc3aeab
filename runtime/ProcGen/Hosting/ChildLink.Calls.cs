using ProcGen.CompilerServices;
using ProcGen.Messaging;
using ProcGen.Serialization;
using ProcGen.Waiting;

namespace ProcGen.Hosting;

internal sealed partial class ChildLink
{
    // What the reactor reads of one child before others have their turn.
    private const int MostAtATime = 32;

    /// <summary>
    /// Gives the child a call, to be run when those that it has are done. It must be ready; the owner sees to it that a caller that reads has
    /// the child for itself. When the child dies before or while it is sent, the owner hears of it through <see cref="IChildOwner.OnEnded"/>, as at any other time.
    /// </summary>
    /// <returns>False when the child had ended already; then nothing has been done.</returns>
    /// <exception cref="UnserializableValueException">An argument cannot cross; nothing has been sent.</exception>
    public bool SendCall(PendingCall pending)
    {
        lock (_sender)
        {
            _sending.Reset();
            int start = pending.IsEncoded ? 0 : WriteCall(pending);
            bool isFirst;
            lock (_gate)
            {
                if (ExitStatus is not null)
                {
                    return false;
                }

                if (_recalled is not null && _recalled.Remove(pending.Id))
                {
                    return true;
                }

                // Here: from the moment when it is no longer ours, it may end, and what it is written in may go.
                start = pending.IsEncoded ? WriteCall(pending) : start;
                TakePlace(pending, start);
                isFirst = Enqueue(pending);
            }

            BytesSent += _sending.Length;
            Send(pending.CallerReads, isFirst);
            return true;
        }
    }

    /// <summary>Takes a call back that the child has not begun. False when it has, or is about to: it is the next.</summary>
    public bool TryTakeBack(PendingCall pending)
    {
        lock (_gate)
        {
            if (pending == _pending || ExitStatus is not null)
            {
                return false;
            }

            int index = _following?.IndexOf(pending) ?? -1;
            if (index < 0)
            {
                // Whoever is to send it has not come to it yet.
                (_recalled ??= []).Add(pending.Id);
                return true;
            }

            if (!_specification.Page!.TryTakeBack(pending.Place, pending.Id))
            {
                return false;
            }

            _following!.RemoveAt(index);
            LeavePlace(pending);
            return true;
        }
    }

    /// <summary>Whether the child has begun a call, so that it may have taken effect. Not after the owner has been told of the child's end.</summary>
    public bool HasBegun(PendingCall pending)
    {
        lock (_gate)
        {
            return pending.Place > 0 && pending.Link == this && _specification.Page!.HasBegun(pending.Place, pending.Id);
        }
    }

    // Under the lock: whether it is the only one.
    private bool Enqueue(PendingCall pending)
    {
        if (_pending is not null)
        {
            (_following ??= []).Add(pending);
            return false;
        }

        _pending = pending;
        _reader = pending.CallerReads ? Reader.Caller : Reader.Reactor;
        if (!pending.CallerReads)
        {
            // Under the lock: as long as it has not ended, the rings are there.
            _calls.AskForBell();
        }

        return true;
    }

    private void Send(bool callerReads, bool isFirst)
    {
        bool isSent = true;
        try
        {
            if (callerReads)
            {
                _calls.Send(_sending.WrittenSpan);
            }
            else
            {
                isSent = _calls.TrySend(_sending.WrittenSpan);
            }
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            _channelError ??= exception;
        }

        if (!callerReads && (isFirst || !isSent))
        {
            Arm(forWrite: !isSent);
        }
    }

    // Under the lock.
    private void TakePlace(PendingCall pending, int start)
    {
        pending.Place = 0;
        if (_specification.Page is { } page)
        {
            int free = System.Numerics.BitOperations.TrailingZeroCount(~_placesTaken);
            _placesTaken |= 1UL << free;
            pending.Place = (byte)(free + 1);
            page.Offer(pending.Place, pending.Id);
            Frame.SetPlace(_sending, start, pending.Place);
        }
    }

    // Under the lock.
    private void LeavePlace(PendingCall pending)
    {
        if (pending.Place > 0)
        {
            _placesTaken &= ~(1UL << (pending.Place - 1));
            pending.Place = 0;
        }
    }

    /// <summary>Appends a call to what is sent next, with what the child must load for it. Returns where it begins.</summary>
    private int WriteCall(PendingCall pending)
    {
        TargetTable table = pending.Call.Target.Table;
        if (!_introduced.Contains(table))
        {
            int start = _sending.Length;
            WireWriter writer = new(_sending);
            Frame.Begin(ref writer, FrameKind.Introduce, pending.Id);
            Introduction.Of(table).Write(ref writer);
            writer.Flush();
            Frame.Finish(_sending, start);
        }

        if (pending.Observer is { TraceParent: { } traceParent } observer)
        {
            int start = _sending.Length;
            WireWriter writer = new(_sending);
            Frame.Begin(ref writer, FrameKind.Trace, pending.Id);
            TraceContext.Write(ref writer, traceParent, observer.TraceState);
            writer.Flush();
            Frame.Finish(_sending, start);
        }

        int begin = _sending.Length;
        pending.WriteFrame(_sending);
        _introduced.Add(table);
        return begin;
    }

    /// <summary>Reads on the caller's thread what comes of its call. False when the child ended before the call did.</summary>
    public bool ReadUntilEnd(PendingCall pending)
    {
        try
        {
            while (_calls.TryReceive(wait: true, out Frame frame, out _))
            {
                if (frame.Kind == FrameKind.Refusal)
                {
                    AcceptRefusal(frame);
                }
                else if (frame.CallId == pending.Id)
                {
                    BytesReceived += Frame.HeaderSize + frame.Payload.Length;
                    pending.Handle(frame.Kind, frame.Payload);
                    if (PendingCall.IsLast(frame.Kind))
                    {
                        EndCall(pending);
                        return true;
                    }
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
            isLast = _following is not { Count: > 0 };
            if (isLast)
            {
                _pending = null;
                _reader = Reader.Nobody;
            }
            else
            {
                _pending = _following![0];
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
