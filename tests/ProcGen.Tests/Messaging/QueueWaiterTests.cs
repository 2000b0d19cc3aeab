using System.Globalization;
using ProcGen.Memory;
using ProcGen.Messaging;
using ProcGen.Platform;
using ProcGen.Waiting;

namespace ProcGen.Tests.Messaging;

/// <summary>Those who wait for a queue, without the look that every wait takes after a while: the wakes alone must do.</summary>
public unsafe class QueueWaiterTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    // One has a block and waits for a place, another waits for a block, and came first: a wake for the place must not end with that one.
    [Fact]
    public void A_place_that_is_free_goes_to_one_that_can_use_it()
    {
        using SharedReference reference = QueueCore<int>.Make(null, 1, QueueFlags.Joinable);
        using QueueLife life = new(reference);
        QueueRing ring = life.Ring;
        int waiting = ring.TryClaim();
        int first = ring.TryClaim();
        Assert.True(ring.TryEnqueue(first));
        List<int> held = [];
        QueueHeader* header = ring.Header;

        // All blocks but these are in hand: as if consumers had taken as many items and were done with none.
        for (int block = 0; block < ring.Layout.BlockCount; block++)
        {
            if (ring.IsFree(block))
            {
                ring.Block(block)->State = new QueueBlockState(QueueBlockPhase.Leased, reference.Arena.Slot, 1).Bits;
                held.Add(block);
            }
        }

        using Sleeper claiming = new(new ClaimStep(life));
        claiming.WaitUntilAsleep();
        using Sleeper enqueueing = new(new EnqueueStep(life, waiting));
        enqueueing.WaitUntilAsleep();
        int taken = ring.TryDequeue();
        Assert.Equal(first, taken);
        Assert.True(enqueueing.Join(Limit), "Who waits for a place sleeps on, though there is one.");

        // It is full again. Who waits for a block gets one when there is room, too.
        Assert.Equal(waiting, ring.TryDequeue());
        life.Free(waiting);
        Assert.True(claiming.Join(Limit), "Who waits for a block sleeps on, though there is one.");
        Assert.True(header->IsCompleted == 0);
        held.ForEach(life.Free);
    }

    /// <summary>A thread that waits as BlockingWait does, but for its deadlines.</summary>
    private sealed class Sleeper : IDisposable
    {
        private readonly Thread _thread;
        private readonly ManualResetEventSlim _started = new();
        private int _threadId;

        public Sleeper(IWaitStep step)
        {
            _thread = new Thread(() =>
            {
                _threadId = int.Parse(Path.GetFileName(File.ResolveLinkTarget("/proc/thread-self", returnFinalTarget: false)!.FullName), CultureInfo.InvariantCulture);
                _started.Set();
                while (!step.TryComplete())
                {
                    if (step.PrepareToSleep(out uint* word, out uint expected))
                    {
                        HostPlatform.Current.WaitOnWord(word, expected, long.MaxValue);
                    }
                }
            }) { IsBackground = true };
            _thread.Start();
        }

        /// <summary>Waits until the kernel says that the thread is in futex.</summary>
        public void WaitUntilAsleep()
        {
            const string Futex = "202 ";
            Assert.True(_started.Wait(Limit, TestContext.Current.CancellationToken));
            Assert.True(SpinWait.SpinUntil(() => File.ReadAllText($"/proc/self/task/{_threadId}/syscall").StartsWith(Futex, StringComparison.Ordinal), Limit));
        }

        public bool Join(TimeSpan limit) => _thread.Join(limit);

        public void Dispose() => _started.Dispose();
    }
}
