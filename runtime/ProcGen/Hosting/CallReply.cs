using ProcGen.CompilerServices;
using ProcGen.Messaging;
using ProcGen.Serialization;

namespace ProcGen.Hosting;

/// <summary>The child's side of a running call: sends what comes of it. Progress may come from any thread, so each frame is built and sent under one lock.</summary>
internal sealed class CallReply(FrameChannel channel, ChildControl control, int messageLimit) : ICallReply
{
    private readonly Lock _gate = new();
    private readonly WireBuffer _buffer = new(messageLimit);
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
            WireWriter writer = BeginFrame(FrameKind.Result);
            call.WriteResult(ref writer, result);
            Send(ref writer);
        }
    }

    /// <summary>Sends what came of some calls of a batch; <paramref name="worked"/> tells how long all took, and that they have ended.</summary>
    public void SendOutcomes(TimeSpan? worked, int first, int count, ReadOnlySpan<byte> outcomes)
    {
        lock (_gate)
        {
            WireWriter writer = BeginFrame(worked is null ? FrameKind.Progress : FrameKind.Result);
            writer.WriteInt64(worked?.Ticks ?? 0);
            writer.WriteInt64(first);
            writer.WriteInt64(count);
            writer.WriteRaw(outcomes);
            Send(ref writer);
        }
    }

    public async ValueTask SendItemAsync<TItem>(TargetStreamCall<TItem> call, TItem item)
    {
        await control.WaitForCreditAsync().ConfigureAwait(false);
        lock (_gate)
        {
            WireWriter writer = BeginFrame(FrameKind.Item);
            call.WriteItem(ref writer, item);
            Send(ref writer);
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

            WireWriter writer = BeginFrame(FrameKind.Progress);
            writer.WriteInt64(index);
            TCodec.Write(ref writer, value);
            Send(ref writer);
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
        writer.Flush();
        Frame.Finish(_buffer);
        channel.Send(_buffer.WrittenSpan);
    }
}
