using ProcGen.CompilerServices;
using ProcGen.Memory;
using ProcGen.Messaging;
using ProcGen.Serialization;

namespace ProcGen.Hosting;

/// <summary>The child's side of a running call: sends what comes of it. Progress may come from any thread, so each frame is built and sent under one lock.</summary>
/// <remarks>Ends of pipes leave with what is sent. Only the parent can read it, so that their word names it; it drops what it does not read.</remarks>
internal sealed class CallReply(FrameChannel channel, ChildControl control, int messageLimit) : ICallReply
{
    private readonly Lock _gate = new();
    private readonly WireBuffer _buffer = new(messageLimit) { Travellers = [] };
    private long _callId;

    public void Begin(long callId)
    {
        lock (_gate)
        {
            _callId = callId;
        }
    }

    public void End()
    {
        lock (_gate)
        {
            _callId = 0;
        }
    }

    public void SendResult<TResult>(TargetCall<TResult> call, TResult result)
    {
        lock (_gate)
        {
            try
            {
                WireWriter writer = BeginFrame(FrameKind.Result);
                call.WriteResult(ref writer, result);
                Send(ref writer);
            }
            finally
            {
                KeepWhatHasNotLeft();
            }
        }
    }

    /// <summary>Sends what came of some calls of a batch; <paramref name="worked"/> tells how long all took, and that they have ended.</summary>
    public void SendOutcomes(TimeSpan? worked, int first, int count, WireBuffer outcomes)
    {
        lock (_gate)
        {
            try
            {
                WireWriter writer = BeginFrame(worked is null ? FrameKind.Progress : FrameKind.Result);
                _buffer.Travellers!.AddRange(outcomes.Travellers!);
                outcomes.Travellers!.Clear();
                writer.WriteInt64(worked?.Ticks ?? 0);
                writer.WriteInt64(first);
                writer.WriteInt64(count);
                writer.WriteRaw(outcomes.WrittenSpan);
                Send(ref writer);
            }
            finally
            {
                KeepWhatHasNotLeft();
            }
        }
    }

    public async ValueTask SendItemAsync<TItem>(TargetStreamCall<TItem> call, TItem item)
    {
        await control.WaitForCreditAsync().ConfigureAwait(false);
        lock (_gate)
        {
            try
            {
                WireWriter writer = BeginFrame(FrameKind.Item);
                call.WriteItem(ref writer, item);
                Send(ref writer);
            }
            finally
            {
                KeepWhatHasNotLeft();
            }
        }
    }

    public void SendEnd()
    {
        lock (_gate)
        {
            WireWriter writer = BeginFrame(FrameKind.End);
            Send(ref writer);
        }
    }

    public void SendProgress<T, TCodec>(int index, T value)
        where TCodec : struct, ICodec<T>
    {
        lock (_gate)
        {
            if (_callId == 0)
            {
                return;
            }

            try
            {
                WireWriter writer = BeginFrame(FrameKind.Progress);
                writer.WriteInt64(index);
                TCodec.Write(ref writer, value);
                Send(ref writer);
            }
            finally
            {
                KeepWhatHasNotLeft();
            }
        }
    }

    public void SendFault(Exception exception, bool isCancelled)
    {
        lock (_gate)
        {
            WireWriter writer = BeginFrame(isCancelled ? FrameKind.Cancelled : FrameKind.Fault);
            ExceptionEnvelope.Write(ref writer, exception, ProcessInfo.Current.Name, Environment.ProcessId);
            Send(ref writer);
        }
    }

    public void SendRefusal(string reason)
    {
        lock (_gate)
        {
            WireWriter writer = BeginFrame(FrameKind.Refusal);
            writer.WriteString(reason);
            Send(ref writer);
        }
    }

    private WireWriter BeginFrame(FrameKind kind)
    {
        _buffer.Reset();
        WireWriter writer = new(_buffer);
        Frame.Begin(ref writer, kind, _callId);
        return writer;
    }

    private void Send(ref WireWriter writer)
    {
        List<ITraveller> travellers = _buffer.Travellers!;
        if (travellers.Count > 0)
        {
            Travel.WriteTickets(writer.Reserve(Travel.SizeOfTickets(travellers.Count)), travellers);
        }

        writer.Flush();
        Frame.Finish(_buffer);
        if (travellers.Count == 0)
        {
            channel.Send(_buffer.WrittenSpan);
            return;
        }

        Frame.SetCarries(_buffer);
        channel.Send(_buffer.WrittenSpan);
        Travel.Begin(travellers, ProcessInfo.Parent is { } parent ? TreeArena.Current.Find(parent.Id) : 0);
        travellers.Clear();
    }

    // What was written, or could not be, and was not sent.
    private void KeepWhatHasNotLeft()
    {
        if (_buffer.Travellers is { Count: > 0 } travellers)
        {
            Travel.GiveUp(travellers);
            travellers.Clear();
        }
    }
}
