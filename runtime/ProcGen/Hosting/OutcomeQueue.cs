using System.Collections.Concurrent;
using ProcGen.Messaging;

namespace ProcGen.Hosting;

// The way of results from the reactor to the thread pool, where codecs and continuations of users may run: many of them at a time, since to
// tell the thread pool of each costs as much as the rest of a small call.
//
// Whoever begins to handle them first sees to it that somebody else will come, if there are more. So one that does not come back, because it
// waits for another of them perhaps, holds up nobody. The order among calls is nobody's business; all that comes of one call before its result
// goes another way (PendingCall.Post), and a result takes this one only if nothing has come before it.
internal sealed class OutcomeQueue : IThreadPoolWorkItem
{
    // After so many the thread goes back to the pool, whose other work may have waited.
    private const int MostAtATime = 256;

    public static readonly OutcomeQueue Shared = new();

    private readonly ConcurrentQueue<(PendingCall Call, FrameKind Kind, byte[] Payload)> _queue = new();
    private int _isAnnounced;

    /// <summary>Adds an outcome. Nobody is told before <see cref="Announce"/>.</summary>
    public void Add(PendingCall call, in Frame frame) => _queue.Enqueue((call, frame.Kind, frame.Payload.ToArray()));

    /// <summary>Tells the thread pool, if there is anything.</summary>
    public void Announce()
    {
        if (!_queue.IsEmpty && Interlocked.Exchange(ref _isAnnounced, 1) == 0)
        {
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
    }

    void IThreadPoolWorkItem.Execute()
    {
        // Before the look into the queue: what is added after it is announced again.
        Interlocked.Exchange(ref _isAnnounced, 0);
        for (int handled = 0; handled < MostAtATime && _queue.TryDequeue(out (PendingCall Call, FrameKind Kind, byte[] Payload) outcome); handled++)
        {
            if (handled == 0)
            {
                Announce();
            }

            outcome.Call.Handle(outcome.Kind, outcome.Payload);
        }

        Announce();
    }
}
