using System.Runtime.InteropServices;
using ProcGen.Serialization;
using ProcGen.Waiting;

namespace ProcGen.Messaging;

// One side of a connection, as whole messages: what a Connection<T> stands on, whatever carries the bytes.
//
// Constraints
// - One at a time sends and one at a time receives: Sending and Receiving are the turns. Both can be at work at once.
// - Close may come at any time from any thread. It wakes who waits; the last user that leaves gives back what the channel holds, so that no
//   memory vanishes under one who is at work (Enter, Leave).
// - A message is sent or is not. One whose sender gives up half-way is void: the other side drops what it had of it.
// - A message is there until it was consumed: whoever finds it too long, or of another kind, or whose time is up, leaves it as it is.
internal abstract class MessageChannel(WireBuffer outgoing)
{
    /// <summary>How long those who are at work with a side may take to get out of its way when it is passed on: the time of a copy or of a decoder, and of a thread pool that is busy.</summary>
    protected static readonly TimeSpan LettingGo = TimeSpan.FromSeconds(10);

    private int _users = 1;
    private int _isReleased;
    private volatile bool _isClosed;

    public abstract bool CanSend { get; }

    public abstract bool CanReceive { get; }

    public bool IsClosed => _isClosed;

    public Turn Sending { get; } = new();

    public Turn Receiving { get; } = new();

    /// <summary>What is being sent. Belongs to whoever has the turn.</summary>
    public WireBuffer Outgoing { get; } = outgoing;

    /// <summary>What is in <see cref="Outgoing"/>, for asynchronous use.</summary>
    public virtual ReadOnlyMemory<byte> OutgoingMemory => Outgoing.WrittenMemory;

    /// <summary>The message that was awaited, until it is consumed. Belongs to whoever has the turn.</summary>
    public abstract ReadOnlySpan<byte> Current { get; }

    /// <summary>What the operating system knows it by; null where it lies in memory.</summary>
    public virtual SafeHandle? Handle => null;

    /// <summary>Begins another message in <see cref="Outgoing"/>.</summary>
    public virtual void BeginOutgoing() => Outgoing.Reset();

    /// <summary>Begins to use the channel. Pair with <see cref="Leave"/>.</summary>
    /// <exception cref="ObjectDisposedException">It was closed here.</exception>
    public void Enter()
    {
        Interlocked.Increment(ref _users);
        if (_isClosed)
        {
            Leave();
            throw Closed();
        }
    }

    public void Leave()
    {
        if (Interlocked.Decrement(ref _users) == 0 && Interlocked.Exchange(ref _isReleased, 1) == 0)
        {
            Release();
        }
    }

    public void Close()
    {
        if (TryBeginClosing())
        {
            CloseEnd();
            Leave();
        }
    }

    /// <summary>Sends a message. False when the time was up; then nothing of it arrives.</summary>
    public bool Send(MessageKind kind, ReadOnlySpan<byte> message, Deadline deadline, CancellationToken cancellationToken)
    {
        int sent = NothingSent;
        while (!TrySend(kind, message, ref sent))
        {
            WaitOutcome outcome = WaitToSend(deadline, cancellationToken);
            if (outcome != WaitOutcome.Completed)
            {
                GiveUpSending(sent);
                return outcome.IsCompleted(cancellationToken);
            }
        }

        return true;
    }

    /// <summary>Like <see cref="Send"/>, without holding a thread.</summary>
    public async ValueTask<bool> SendAsync(MessageKind kind, ReadOnlyMemory<byte> message, Deadline deadline, CancellationToken cancellationToken)
    {
        int sent = NothingSent;
        while (!TrySend(kind, message.Span, ref sent))
        {
            WaitOutcome outcome = await WaitToSendAsync(deadline, cancellationToken).ConfigureAwait(false);
            if (outcome != WaitOutcome.Completed)
            {
                GiveUpSending(sent);
                return outcome.IsCompleted(cancellationToken);
            }
        }

        return true;
    }

    /// <summary>What was to leave with a message that was not sent is here again. Whoever has the turn, when it is done with sending.</summary>
    public void EndSending()
    {
        if (Outgoing.Travellers is { Count: > 0 } travellers)
        {
            Travel.GiveUp(travellers);
            travellers.Clear();
        }

        Sending.Exit();
    }

    /// <summary>Waits until a whole message is here as <see cref="Current"/>. False when the time was up.</summary>
    /// <exception cref="EndOfStreamException">The other side is closed, and everything that it sent has been received.</exception>
    /// <exception cref="TruncatedMessageException">It ended in the middle of this message.</exception>
    /// <exception cref="MessageTooLongException">The message is longer than the limit.</exception>
    /// <exception cref="InvalidOperationException">The message is of another kind.</exception>
    public bool AwaitMessage(MessageKind kind, int limit, Deadline deadline, CancellationToken cancellationToken)
    {
        while (!TryTakeUp(kind, limit))
        {
            if (!WaitToReceive(deadline, cancellationToken).IsCompleted(cancellationToken))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Like <see cref="AwaitMessage"/>, without holding a thread.</summary>
    public async ValueTask<bool> AwaitMessageAsync(MessageKind kind, int limit, Deadline deadline, CancellationToken cancellationToken)
    {
        while (!TryTakeUp(kind, limit))
        {
            if (!(await WaitToReceiveAsync(deadline, cancellationToken).ConfigureAwait(false)).IsCompleted(cancellationToken))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether a message, or a part of one, or the end is there. Asks only.</summary>
    public abstract bool IsReadable();

    /// <summary>A wait until the channel is readable, or closed here.</summary>
    public abstract IWaitStep NewWaitStep();

    /// <summary>Done with <see cref="Current"/>.</summary>
    public abstract void Consume();

    public abstract WaitOutcome WaitToReceive(Deadline deadline, CancellationToken cancellationToken);

    public abstract ValueTask<WaitOutcome> WaitToReceiveAsync(Deadline deadline, CancellationToken cancellationToken);

    /// <summary>Appends a reference by which another process takes this side; it is closed here.</summary>
    public abstract void Move(ref WireWriter writer);

    /// <summary>What <see cref="TrySend"/> has sent of a message before it was called.</summary>
    protected const int NothingSent = -1;

    /// <summary>Sends as much as there is room for. True when all of it is on its way.</summary>
    protected abstract bool TrySend(MessageKind kind, ReadOnlySpan<byte> message, ref int sent);

    /// <summary>The rest of a message does not come.</summary>
    protected abstract void GiveUpSending(int sent);

    /// <summary>Waits until <see cref="TrySend"/> can go on.</summary>
    protected abstract WaitOutcome WaitToSend(Deadline deadline, CancellationToken cancellationToken);

    protected abstract ValueTask<WaitOutcome> WaitToSendAsync(Deadline deadline, CancellationToken cancellationToken);

    /// <summary>Tells what the next message is, as soon as it begins to be there.</summary>
    protected abstract bool TryPeek(out MessageKind kind, out long length);

    /// <summary>Gathers the message. False when not all of it is there yet, or it turned out to be void and the next is to be looked at (<paramref name="isVoid"/>).</summary>
    protected abstract bool TryGather(out bool isVoid);

    /// <summary>Lets the other side see the end, and wakes who waits here.</summary>
    protected abstract void CloseEnd();

    /// <summary>Gives back what the channel holds; nobody uses it any more.</summary>
    protected abstract void Release();

    protected bool TryBeginClosing()
    {
        lock (Outgoing)
        {
            bool isFirst = !_isClosed;
            _isClosed = true;
            return isFirst;
        }
    }

    /// <summary>For one that began to close and does not after all.</summary>
    protected void Reopen() => _isClosed = false;

    /// <summary>Waits until those are done who have these turns, for a side that is passed on. Who comes later finds it closed.</summary>
    protected static bool HaveLetGo(params ReadOnlySpan<Turn> turns)
    {
        Deadline deadline = Deadline.After(LettingGo);
        foreach (Turn turn in turns)
        {
            if (turn.Enter(deadline, CancellationToken.None) != WaitOutcome.Completed)
            {
                return false;
            }

            turn.Exit();
        }

        return true;
    }

    protected static TimeoutException NotLetGo(string whoever) =>
        new($"{whoever} in this process has not let go of it within {LettingGo.TotalSeconds:0} s, so that it could be passed to another.");

    protected static ObjectDisposedException Closed() => new("Connection", "The connection was closed in this process, or its end was passed to another.");

    private bool TryTakeUp(MessageKind kind, int limit)
    {
        while (TryPeek(out MessageKind found, out long length))
        {
            if (found != kind && kind != MessageKind.Any)
            {
                throw new InvalidOperationException(found == MessageKind.Bytes
                    ? "The next message was sent as bytes, and an item was to be received. It is still there: receive it with ReceiveBytes."
                    : "The next message was sent as an item, and bytes were to be received. It is still there: receive it with Receive.");
            }

            if (length > limit)
            {
                throw new MessageTooLongException(length, limit);
            }

            if (TryGather(out bool isVoid))
            {
                return true;
            }

            if (!isVoid)
            {
                return false;
            }
        }

        return false;
    }
}

/// <summary>What a message is.</summary>
internal enum MessageKind
{
    /// <summary>What a codec wrote.</summary>
    Item,

    /// <summary>Bytes of the user's.</summary>
    Bytes,

    /// <summary>Whatever comes.</summary>
    Any,
}
