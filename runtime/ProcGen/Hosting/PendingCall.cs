using System.Buffers;
using ProcGen.CompilerServices;
using ProcGen.Messaging;
using ProcGen.Serialization;
using ProcGen.Waiting;

namespace ProcGen.Hosting;

// The caller's side of one call, from the moment it is made until its outcome is with the caller.
//
// Two ways to the caller
// - A caller that waits reads its worker's channel itself and handles each frame where it stands (Handle): no thread is woken but the worker
//   and the caller. So does one that does not wait, for a moment, if its habits make it likely that it will (CallerHabit).
// - For everybody else the reactor reads, copies the frame and posts it (Post): codecs and callbacks are code of users and must not run on
//   the reactor. Posted frames are handled in order, one at a time, on the thread pool.
//
// The outcome is set exactly once (TryEnd). Whoever comes second, such as a result that crosses with a cancellation, is dropped.
internal abstract class PendingCall : SerialWork<PendingCall.PostedFrame>, IReferenceKeeper, IDisposable
{
    private const int SmallFrame = 1024;

    private static long s_lastId;

    [ThreadStatic]
    private static WireBuffer? t_buffer;

    private int _ended;
    private bool _hasPosted;

    // The frame that makes the call: bytes, or a buffer that holds them.
    private object? _encoded;

    // The shared objects among the arguments: the child has its own references by the time when the call ends.
    private List<IDisposable>? _kept;

    /// <summary>Tells the frames of this call from those of other calls of the same worker, and its age: smaller is older.</summary>
    public long Id { get; } = Interlocked.Increment(ref s_lastId);

    public abstract TargetCall Call { get; }

    /// <summary>Which attempt it is on: one more than the workers that died of it.</summary>
    public int Attempt { get; set; } = 1;

    /// <summary>How it is to be run.</summary>
    public CallOptions Options { get; init; } = CallOptions.Default;

    /// <summary>Is told when the outcome is known, before its caller is.</summary>
    public ICallObserver? Observer { get; set; }

    /// <summary>Set once its time was up, so that the death of its worker is told as that.</summary>
    public bool IsTimedOut { get; set; }

    /// <summary>Set once a part of what it gives has come: whoever begins it again would give that twice.</summary>
    public bool HasGivenItems { get; set; }

    /// <summary>Set once its caller wants it no more, so that the death of its worker is told as that.</summary>
    public bool IsCancelled { get; set; }

    // What follows is written under the lock of whoever schedules it.

    /// <summary>When it was made.</summary>
    public long MadeAt { get; set; }

    /// <summary>Whether its caller, which does not wait for it, looks for a moment after it was sent whether it is over already. Not once another child gets it.</summary>
    public bool CallerGlances { get; set; }

    /// <summary>How many workers it was sent to.</summary>
    public int Dispatches { get; set; }

    /// <summary>How many workers it brought down by itself: they crashed or exited, and nobody killed them.</summary>
    public int WorkersBroughtDown { get; set; }

    /// <summary>Whether it is for one worker and no other.</summary>
    public bool IsPinned { get; set; }

    /// <summary>Its place among those that wait, and the queue that holds it.</summary>
    public LinkedListNode<PendingCall>? QueueNode { get; set; }

    /// <summary>The queue that holds it, while it waits.</summary>
    public object? Queue { get; set; }

    /// <summary>The child that has it.</summary>
    public ChildLink? Link { get; set; }

    /// <summary>Where it is written down whether that child has begun it (<see cref="WorkerPage"/>); 0 for nowhere. Written under the lock of the child's link.</summary>
    public byte Place { get; set; }

    /// <summary>Whether it may be sent to a child that has another call still, and be taken back from there.</summary>
    public virtual bool MayGoAhead => false;

    /// <summary>Why it ended, unless it ended well. Set before its caller learns of it.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>Completes when the outcome is there, whatever it is. Only where no caller reads.</summary>
    public abstract Task Completion { get; }

    /// <summary>Where it stands. Written by whoever schedules it, under its lock.</summary>
    public CallState State { get; set; }

    /// <summary>Whether the caller waits for it on a thread of its own, which then reads the channel.</summary>
    public bool CallerReads { get; init; }

    public bool HasEnded => Volatile.Read(ref _ended) != 0;

    /// <summary>Hands the child that will take it to the caller that waits. Only where the caller reads. False when the call has ended, so that nobody waits.</summary>
    public virtual bool TryAssign(ChildLink link) => throw new InvalidOperationException("Nobody waits for a child.");

    /// <summary>Whether a frame of this kind is the last of its call.</summary>
    public static bool IsLast(FrameKind kind) => kind is FrameKind.Result or FrameKind.Fault or FrameKind.Cancelled or FrameKind.End;

    /// <summary>Whether the frame that makes the call was written when the call was made: a caller that goes on may change its arguments.</summary>
    public bool IsEncoded => _encoded is not null;

    /// <summary>How long that frame is.</summary>
    public int EncodedLength => EncodedBytes.Length;

    // A small one has bytes of its own: memory that one thread takes from the common pool and another gives back costs more than that.
    private ReadOnlySpan<byte> EncodedBytes => _encoded switch
    {
        byte[] bytes => bytes,
        WireBuffer buffer => buffer.WrittenSpan,
        _ => [],
    };

    /// <summary>Writes the call now, for being sent later.</summary>
    /// <exception cref="UnserializableValueException">An argument cannot cross.</exception>
    public void Encode(int limit)
    {
        // Not there while code of users that writes an argument makes another call.
        WireBuffer buffer = t_buffer ?? new WireBuffer();
        t_buffer = null;
        buffer.Limit = limit;
        buffer.Reset();
        try
        {
            WriteFrame(buffer);
        }
        catch
        {
            buffer.Dispose();
            throw;
        }

        if (buffer.Length > SmallFrame)
        {
            _encoded = buffer;
            return;
        }

        _encoded = buffer.WrittenSpan.ToArray();
        t_buffer = buffer;
    }

    /// <summary>Appends the frame that makes the call.</summary>
    public void WriteFrame(WireBuffer buffer)
    {
        int start = buffer.Length;
        WireWriter writer = new(buffer);
        if (IsEncoded)
        {
            writer.WriteRaw(EncodedBytes);
            writer.Flush();
        }
        else
        {
            Frame.Begin(ref writer, Call.IsBatch ? FrameKind.Batch : FrameKind.Call, Id);
            writer.WriteUInt64(Call.Target.Id);
            WriteArguments(ref writer, buffer);
            writer.Flush();
            Frame.Finish(buffer, start);
        }

        Frame.SetAttempt(buffer, start, Attempt);
    }

    /// <summary>Gives back what a call that is never sent holds.</summary>
    public void Dispose()
    {
        (_encoded as WireBuffer)?.Dispose();
        ReleaseKept();
    }

    void IReferenceKeeper.Keep(IDisposable reference)
    {
        lock (this)
        {
            (_kept ??= []).Add(reference);
        }
    }

    private void WriteArguments(ref WireWriter writer, WireBuffer buffer)
    {
        buffer.Keeper = this;
        try
        {
            Call.WriteArguments(ref writer);
        }
        finally
        {
            buffer.Keeper = null;
        }
    }

    /// <summary>Handles a frame on the thread pool, after those that were posted before. Whoever posts calls <see cref="OutcomeQueue.Announce"/> when it has nothing more to post.</summary>
    public void Post(in Frame frame)
    {
        if (frame.Kind == FrameKind.Item)
        {
            HasGivenItems = true;
        }

        if (Place > 0 && !_hasPosted && frame.Kind == FrameKind.Result && !frame.Carries && frame.Payload.Length <= SmallFrame)
        {
            OutcomeQueue.Shared.Add(this, frame);
            return;
        }

        _hasPosted = true;
        byte[] copy = ArrayPool<byte>.Shared.Rent(frame.Message.Length);
        frame.Message.CopyTo(copy);
        Post(new PostedFrame(frame.Kind, copy, frame.Message.Length, frame.Carries, null));
    }

    /// <summary>Ends the call with an error: after the frames that were posted before, on the thread pool; at once where its caller waits.</summary>
    public void PostFailure(Exception exception)
    {
        if (CallerReads)
        {
            FailAs(exception);
        }
        else
        {
            Post(new PostedFrame(default, [], 0, false, exception));
        }
    }

    private void FailAs(Exception exception)
    {
        if (IsCancelled && exception is OperationCanceledException)
        {
            FailCancelled(exception);
        }
        else
        {
            Fail(exception);
        }
    }

    /// <summary>Handles a frame here and now.</summary>
    public void Handle(in Frame frame)
    {
        try
        {
            WireReader reader = new(frame.Payload);
            switch (frame.Kind)
            {
                case FrameKind.Progress:
                    Call.ReportProgress(reader.ReadInt32(), ref reader);
                    break;
                case FrameKind.Fault:
                    Fail(ExceptionEnvelope.Read(ref reader));
                    break;
                case FrameKind.Cancelled when IsTimedOut:
                    Fail(TimedOut(ExceptionEnvelope.Read(ref reader)));
                    break;
                case FrameKind.Cancelled:
                    FailCancelled(ExceptionEnvelope.Read(ref reader));
                    break;
                default:
                    Accept(frame.Kind, ref reader);
                    break;
            }
        }
        catch (Exception exception)
        {
            // A result that does not read, or a progress callback that throws: the caller's to know.
            Fail(exception);
        }

        frame.Drop();
    }

    /// <summary>The error of a call whose time was up.</summary>
    public TimeoutException TimedOut(Exception? heeded = null)
    {
        string ended = heeded is null ? "did not heed its cancellation, so that its worker was killed" : "was cancelled";
        return new TimeoutException($"{Call.Target} ran longer than its {Options.Timeout?.TotalSeconds:0.###} s and {ended}.", heeded);
    }

    /// <summary>Ends the call with an error, if it has not ended.</summary>
    public abstract void Fail(Exception exception);

    /// <summary>Ends the call as cancelled, if it has not ended.</summary>
    public abstract void FailCancelled(Exception exception);

    protected abstract void Accept(FrameKind kind, ref WireReader reader);

    protected bool TryEnd(Exception? failure = null)
    {
        if (Interlocked.Exchange(ref _ended, 1) != 0)
        {
            return false;
        }

        Failure = failure;
        Observer?.OnEnded(this);
        (_encoded as WireBuffer)?.Dispose();
        ReleaseKept();
        return true;
    }

    private void ReleaseKept()
    {
        if (Volatile.Read(ref _kept) is null)
        {
            return;
        }

        lock (this)
        {
            foreach (IDisposable reference in _kept!)
            {
                reference.Dispose();
            }

            _kept.Clear();
        }
    }

    protected sealed override void Handle(PostedFrame item)
    {
        if (item.Failure is not null)
        {
            FailAs(item.Failure);
            return;
        }

        Handle(new Frame(item.Kind, Place, Attempt, Id, item.Carries, item.Message.AsSpan(0, item.Length)));
        ArrayPool<byte>.Shared.Return(item.Message);
    }

    internal readonly record struct PostedFrame(FrameKind Kind, byte[] Message, int Length, bool Carries, Exception? Failure);
}
