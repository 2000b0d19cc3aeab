using System.Diagnostics;
using System.Runtime.InteropServices;
using ProcGen.Platform;

namespace ProcGen.Waiting;

// Waits that hold no thread of their own: a thread of ours sleeps on the words of up to 127 of them at once, and on one more word, by which it
// is told that there is something new. More waits get more threads. They are background threads, start with the first wait, and sleep without
// end when they have none.
//
// _inbox is guarded by _gate; everything else belongs to the thread. A node is completed by the thread only, so its
// step is touched by one thread at a time. Continuations run on the thread pool.
internal sealed unsafe class AsyncWait
{
    private static readonly Lock AllGate = new();
    private static readonly List<AsyncWait> All = [];

    private readonly Lock _gate = new();
    private readonly Queue<Node> _inbox = new();
    private readonly List<Node> _nodes = [];
    private readonly uint* _bell = (uint*)NativeMemory.AllocZeroed(sizeof(uint));
    private int _load;

    private AsyncWait() => new Thread(Run, 256 * 1024) { IsBackground = true, Name = "ProcGen waiter" }.UnsafeStart();

    /// <summary>Waits until the step is completed, the time is up or the token is cancelled. Gives the step as it is then.</summary>
    public static Task<(WaitOutcome Outcome, TStep Step)> Run<TStep>(in TStep step, Deadline deadline, CancellationToken cancellationToken)
        where TStep : struct, IWaitStep
    {
        Node<TStep> node = new(step, deadline, cancellationToken);
        Pick().Add(node);
        return node.Task;
    }

    private static AsyncWait Pick()
    {
        int capacity = HostPlatform.Current.MaxWaitedWords - 1;
        lock (AllGate)
        {
            foreach (AsyncWait each in All)
            {
                if (Volatile.Read(ref each._load) < capacity)
                {
                    Interlocked.Increment(ref each._load);
                    return each;
                }
            }

            AsyncWait added = new() { _load = 1 };
            All.Add(added);
            return added;
        }
    }

    private void Add(Node node)
    {
        // Before the thread has the node: it unregisters when the wait is over.
        node.Registration = node.CancellationToken.UnsafeRegister(static wait => ((AsyncWait)wait!).Ring(), this);
        lock (_gate)
        {
            _inbox.Enqueue(node);
        }

        Ring();
    }

    private void Ring()
    {
        Interlocked.Increment(ref *(int*)_bell);
        HostPlatform.Current.WakeWord(_bell, 1);
    }

    private void Run()
    {
        List<WaitedWord> words = [];
        while (true)
        {
            uint bell = Volatile.Read(ref *_bell);
            lock (_gate)
            {
                while (_inbox.TryDequeue(out Node? node))
                {
                    _nodes.Add(node);
                }
            }

            words.Clear();
            words.Add(new WaitedWord(_bell, bell));
            long until = Advance(words);
            HostPlatform.Current.WaitOnWords(CollectionsMarshal.AsSpan(words), until);
        }
    }

    /// <summary>Lets every node try, removes those that are done, and gathers where the others sleep and until when.</summary>
    private long Advance(List<WaitedWord> words)
    {
        long until = long.MaxValue;
        for (int i = _nodes.Count - 1; i >= 0; i--)
        {
            Node node = _nodes[i];
            if (node.Advance(out uint* word, out uint expected))
            {
                _nodes[i] = _nodes[^1];
                _nodes.RemoveAt(_nodes.Count - 1);
                Interlocked.Decrement(ref _load);
                continue;
            }

            words.Add(new WaitedWord(word, expected));
            until = Math.Min(until, node.Deadline.OrAfter(BlockingWait.LongestSleep));
        }

        return until;
    }

    private abstract class Node(Deadline deadline, CancellationToken cancellationToken)
    {
        public Deadline Deadline { get; } = deadline;

        public CancellationToken CancellationToken { get; } = cancellationToken;

        public CancellationTokenRegistration Registration { get; set; }

        /// <summary>Tries. True when the wait is over; else where it sleeps.</summary>
        public abstract bool Advance(out uint* word, out uint expected);
    }

    private sealed class Node<TStep>(TStep step, Deadline deadline, CancellationToken cancellationToken) : Node(deadline, cancellationToken)
        where TStep : struct, IWaitStep
    {
        private readonly TaskCompletionSource<(WaitOutcome Outcome, TStep Step)> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
#pragma warning disable IDE0044 // Steps change themselves.
        private TStep _step = step;
#pragma warning restore IDE0044
        private long _lookAgain = Stopwatch.GetTimestamp() + (BlockingWait.LongestSleep * Stopwatch.Frequency / 1000);

        public Task<(WaitOutcome Outcome, TStep Step)> Task => _completion.Task;

        public override bool Advance(out uint* word, out uint expected)
        {
            word = null;
            expected = 0;
            try
            {
                while (!_step.TryComplete())
                {
                    if (CancellationToken.IsCancellationRequested)
                    {
                        return End(_step.Abandon() ? WaitOutcome.Completed : WaitOutcome.Cancelled);
                    }

                    if (Deadline.HasPassed)
                    {
                        return End(_step.Abandon() ? WaitOutcome.Completed : WaitOutcome.TimedOut);
                    }

                    if (Stopwatch.GetTimestamp() >= _lookAgain)
                    {
                        _lookAgain = Stopwatch.GetTimestamp() + (BlockingWait.LongestSleep * Stopwatch.Frequency / 1000);
                        _step.OnOverslept();
                    }

                    if (_step.PrepareToSleep(out word, out expected))
                    {
                        return false;
                    }
                }

                return End(WaitOutcome.Completed);
            }
            catch (Exception exception)
            {
                // Whatever it is, it belongs to who waits; the thread goes on for the others.
                _step.Abandon();
                _completion.TrySetException(exception);
                return true;
            }
        }

        private bool End(WaitOutcome outcome)
        {
            Registration.Unregister();
            _completion.TrySetResult((outcome, _step));
            return true;
        }
    }
}
