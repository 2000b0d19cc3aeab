using ProcGen.Waiting;

namespace ProcGen.Tests.Waiting;

public class SerialWorkTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    [Fact]
    public void Items_are_handled_in_order_and_one_at_a_time()
    {
        Recorder recorder = new(10_000);
        for (int i = 0; i < 10_000; i++)
        {
            recorder.Post(i);
        }

        Assert.True(recorder.Done.Wait(Deadline));
        Assert.Equal(Enumerable.Range(0, 10_000), recorder.Seen);
    }

    [Fact]
    public void Each_thread_keeps_its_order()
    {
        const int Threads = 4, Each = 5000;
        Recorder recorder = new(Threads * Each);
        Parallel.For(0, Threads, new ParallelOptions { MaxDegreeOfParallelism = Threads }, thread =>
        {
            for (int i = 0; i < Each; i++)
            {
                recorder.Post((thread * Each) + i);
            }
        });
        Assert.True(recorder.Done.Wait(Deadline));
        for (int thread = 0; thread < Threads; thread++)
        {
            Assert.Equal(Enumerable.Range(thread * Each, Each), recorder.Seen.Where(item => item / Each == thread));
        }
    }

    [Fact]
    public void Who_waits_can_do_the_work_itself()
    {
        Recorder recorder = new(3);
        recorder.Post(1);
        recorder.Post(2);
        recorder.Post(3);
        recorder.Help();
        Assert.Equal([1, 2, 3], recorder.Seen);
        recorder.Help();
    }

    [Fact]
    public async Task Who_helps_while_somebody_works_waits_until_that_is_done()
    {
        using ManualResetEventSlim go = new(), inside = new();
        Recorder recorder = new(2)
        {
            BeforeEach = () =>
            {
                inside.Set();
                go.Wait(Deadline);
            },
        };
        recorder.Post(1);
        Assert.True(inside.Wait(Deadline));
        recorder.Post(2);
        Task helping = Task.Factory.StartNew(recorder.Help, default, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        Assert.NotSame(helping, await Task.WhenAny(helping, Task.Delay(50)));
        go.Set();
        await helping.WaitAsync(Deadline);
        Assert.Equal([1, 2], recorder.Seen);
    }

    private sealed class Recorder(int expected) : SerialWork<int>
    {
        private int _inside;

        public List<int> Seen { get; } = [];

        public ManualResetEventSlim Done { get; } = new();

        public Action? BeforeEach { get; init; }

        protected override void Handle(int item)
        {
            if (Interlocked.Exchange(ref _inside, 1) != 0)
            {
                throw new InvalidOperationException("Two at once.");
            }

            BeforeEach?.Invoke();
            Seen.Add(item);
            Interlocked.Exchange(ref _inside, 0);
            if (Seen.Count == expected)
            {
                Done.Set();
            }
        }
    }
}
