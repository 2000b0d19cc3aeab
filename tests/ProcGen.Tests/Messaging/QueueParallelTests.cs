using System.Collections.Concurrent;
using CsCheck;

namespace ProcGen.Tests.Messaging;

/// <summary>What several threads did at once to a queue is what they could have done one after the other.</summary>
/// <remarks>Not so its completion, on purpose: a put that began before may put its item afterwards.</remarks>
public class QueueParallelTests
{
    private static readonly Gen<int> AnyItem = Gen.Int[1, 9];

    [Fact]
    public void A_queue_is_one_for_all() => Gen.Const(0).Select(static _ => new Subject()).SampleParallel(
        AnyItem.Operation<Subject>(static (subject, item) => subject.Put(item)),
        Gen.Const(0).Operation<Subject>(static (subject, _) => subject.Take()),
        equal: static (one, other) => one.Told().SequenceEqual(other.Told()),
        iter: 300);

    /// <summary>A queue, and what those who used it were told.</summary>
    private sealed class Subject
    {
        private readonly ProcessQueue<int> _queue = new(2);
        private readonly ConcurrentBag<int> _taken = [];
        private int _refused;
        private int _empty;
        private int[]? _told;

        ~Subject() => _queue.Dispose();

        public void Put(int item)
        {
            if (!_queue.TryPut(item))
            {
                Interlocked.Increment(ref _refused);
            }
        }

        public void Take()
        {
            if (_queue.TryGet(out int item))
            {
                _taken.Add(item);
            }
            else
            {
                Interlocked.Increment(ref _empty);
            }
        }

        // How often each answer was given, what was taken, and in which order the rest is. Asked by several threads at once.
        public int[] Told()
        {
            lock (_taken)
            {
                if (_told is null)
                {
                    List<int> rest = [];
                    while (_queue.TryGet(out int item))
                    {
                        rest.Add(item);
                    }

                    _told = [_refused, _empty, _taken.Count, .. _taken.Order(), .. rest];
                }

                return _told;
            }
        }

        public override string ToString() => string.Join(' ', Told());
    }
}
