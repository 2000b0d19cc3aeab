using ProcGen.CompilerServices;
using ProcGen.Messaging;
using ProcGen.Serialization;
using ProcGen.Waiting;

namespace ProcGen.Hosting;

internal sealed partial class ChildLink
{
    /// <summary>
    /// Gives the child a call. It must be ready and idle, and the owner must give it one at a time. When the child dies before or while it is
    /// sent, the owner hears of it through <see cref="IChildOwner.OnEnded"/>, as at any other time.
    /// </summary>
    /// <returns>False when the child had ended already; then nothing has been done.</returns>
    /// <exception cref="UnserializableValueException">An argument cannot cross; nothing has been sent.</exception>
    public bool SendCall(PendingCall pending)
    {
        _sending.Reset();
        WriteCall(pending);
        BytesSent += _sending.Length;
        lock (_gate)
        {
            if (ExitStatus is not null)
            {
                return false;
            }

            _pending = pending;
            _reader = pending.CallerReads ? Reader.Caller : Reader.Reactor;
        }

        bool isSent = true;
        try
        {
            if (pending.CallerReads)
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

        if (!pending.CallerReads)
        {
            Arm(forWrite: !isSent);
        }

        return true;
    }

    /// <summary>Appends a call to what is sent next, with what the child must load for it.</summary>
    private void WriteCall(PendingCall pending)
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

        pending.WriteFrame(_sending);
        _introduced.Add(table);
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
            bool isSent = _calls.TryFlush();
            bool ended;
            while (_calls.TryReceive(wait: false, out Frame frame, out ended))
            {
                if (!TakeFrame(frame))
                {
                    return;
                }
            }

            if (!ended)
            {
                Arm(forWrite: !isSent);
                return;
            }
        }
        catch (Exception exception)
        {
            // Whatever it is, it ends this child and not the reactor, which all others need.
            Distrust(exception);
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

        EndCall(pending);
        return false;
    }

    private void EndCall(PendingCall pending)
    {
        lock (_gate)
        {
            _pending = null;
            _reader = Reader.Nobody;
        }

        _owner.OnCallEnded(this, pending);
        TryFinish();
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
