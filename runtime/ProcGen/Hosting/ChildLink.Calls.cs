using ProcGen.CompilerServices;
using ProcGen.Messaging;
using ProcGen.Serialization;

namespace ProcGen.Hosting;

internal sealed partial class ChildLink
{
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
            if (pending.CallerReads || pending.CallerGlances)
            {
                _reader = Reader.Caller;
            }
            else
            {
                _reader = Reader.Reactor;

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
    /// <exception cref="UnserializableValueException">An argument cannot cross; nothing has been sent. End the call, then <see cref="Drop"/> it.</exception>
    public bool TrySend(PendingCall pending)
    {
        lock (_sender)
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

    /// <summary>
    /// Takes back the only call of the child, which has ended and will never be sent. Not before it has ended: the child may be gone, and what its owner
    /// hears then would give the call to another.
    /// </summary>
    public void Drop(PendingCall pending)
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
}
