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
    /// Gives the child a call, to be run when those that it has are done; <see cref="SendGiven"/> or <see cref="TrySend(PendingCall)"/> sends it. The child
    /// must be ready; the owner sees to it that a caller that reads has the child for itself. When the child ends before the call does, or
    /// has ended, the owner hears of it through <see cref="IChildOwner.OnEnded"/>. Quick: sends nothing and runs no code of users.
    /// </summary>
    public void Give(PendingCall pending)
    {
        lock (_gate)
        {
            if (ExitStatus is not null)
            {
                return;
            }

            TakePlace(pending);
            _unsentCount++;
            if (_pending is not null)
            {
                _following.Add(pending);
                return;
            }

            _pending = pending;
            _reader = pending.CallerReads ? Reader.Caller : Reader.Reactor;
            if (!pending.CallerReads)
            {
                // Under the lock: as long as it has not ended, the rings are there.
                _calls.AskForBell();
                _mustArm = true;
            }
        }
    }

    /// <summary>Sends what was given and has not been sent, all at once. Waits for nothing.</summary>
    public void SendGiven()
    {
        lock (_sender)
        {
            bool mustArm;
            lock (_gate)
            {
                // Here: as long as it has not been sent, it may be taken back, and what it is written in may go.
                _sending.Reset();
                for (; _unsentCount > 0; _unsentCount--)
                {
                    int index = _following.Count - _unsentCount;
                    PendingCall pending = index < 0 ? _pending! : _following[index];
                    Frame.SetPlace(_sending, WriteCall(pending), pending.Place);
                }

                if (_sending.Length == 0)
                {
                    return;
                }

                mustArm = _mustArm;
                _mustArm = false;
            }

            BytesSent += _sending.Length;
            bool isSent = TrySend(_calls, _sending);
            if (mustArm || !isSent)
            {
                Arm(forWrite: !isSent);
            }
        }
    }

    /// <summary>Sends a call that was given, for a caller that reads. False when the child has ended; then the owner hears of that.</summary>
    /// <exception cref="UnserializableValueException">An argument cannot cross; nothing has been sent, and the child has the call no more.</exception>
    public bool TrySend(PendingCall pending)
    {
        lock (_sender)
        {
            try
            {
                _sending.Reset();
                int start = WriteCall(pending);
                lock (_gate)
                {
                    if (_pending != pending)
                    {
                        return false;
                    }

                    Frame.SetPlace(_sending, start, pending.Place);
                    _unsentCount = 0;
                }
            }
            catch
            {
                Drop(pending);
                throw;
            }

            BytesSent += _sending.Length;
            try
            {
                _calls.Send(_sending.WrittenSpan);
            }
            catch (Exception exception) when (exception is IOException or ObjectDisposedException)
            {
                // It is ending: whoever reads comes to that end.
                _channelError ??= exception;
            }

            return true;
        }
    }

    /// <summary>Takes a call back that was given and that the child has not begun. False when it has, or is about to: it is the next.</summary>
    public bool TryTakeBack(PendingCall pending)
    {
        lock (_gate)
        {
            int index = _following.IndexOf(pending);
            if (index < 0 || ExitStatus is not null || !_specification.Page!.TryTakeBack(pending.Place, pending.Id))
            {
                return false;
            }

            if (index >= _following.Count - _unsentCount)
            {
                _unsentCount--;
            }

            _following.RemoveAt(index);
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

    // The only call of the child will never be sent.
    private void Drop(PendingCall pending)
    {
        lock (_gate)
        {
            if (_pending == pending)
            {
                _pending = null;
                _reader = Reader.Nobody;
                _unsentCount = 0;
                LeavePlace(pending);
            }
        }

        TryFinish();
    }

    // Under the lock.
    private void TakePlace(PendingCall pending)
    {
        pending.Place = 0;
        if (_specification.Page is { } page)
        {
            int free = System.Numerics.BitOperations.TrailingZeroCount(~_placesTaken);
            _placesTaken |= 1UL << free;
            pending.Place = (byte)(free + 1);
            page.Offer(pending.Place, pending.Id);
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
