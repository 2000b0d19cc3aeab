using System.Diagnostics;

namespace ProcGen.Acceptance.Messaging;

/// <summary>Queues among threads and among processes.</summary>
public class QueueTests : ProcessTest
{
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(50);

    [Fact]
    public async Task Q1_All_ways_to_put_fill_it_and_then_it_is_full()
    {
        using var queue = new ProcessQueue<int>(6);
        Assert.Equal((6, 0, true, false), (queue.MaxSize, queue.Count, queue.IsEmpty, queue.IsFull));
        queue.Put(1);
        queue.Put(2, Moment);
        Assert.True(queue.TryPut(3));
        Assert.True(queue.TryPut(4, Moment));
        await queue.PutAsync(5);
        await queue.PutAsync(6, Moment);
        Assert.Equal((6, false, true), (queue.Count, queue.IsEmpty, queue.IsFull));
        Assert.Equal([1, 2, 3, 4, 5, 6], Enumerable.Range(0, 6).Select(_ => queue.Get()));
        Assert.True(queue.IsEmpty);
    }

    [Fact]
    public async Task Q2_A_full_queue_refuses_at_once_or_after_the_time()
    {
        using var queue = new ProcessQueue<string>(1);
        queue.Put("first");
        Assert.False(queue.TryPut("second"));
        Assert.False(queue.TryPut("second", TimeSpan.Zero));
        long start = Stopwatch.GetTimestamp();
        Assert.False(queue.TryPut("second", Moment));
        Assert.Throws<TimeoutException>(() => queue.Put("second", Moment));
        Assert.False(await queue.TryPutAsync("second", Moment));
        await Assert.ThrowsAsync<TimeoutException>(async () => await queue.PutAsync("second", Moment));
        Assert.True(Stopwatch.GetElapsedTime(start) >= 4 * Moment - TimeSpan.FromMilliseconds(4));
        Assert.Throws<ArgumentOutOfRangeException>(() => queue.TryPut("second", TimeSpan.FromSeconds(-3)));
        using var cancellation = new CancellationTokenSource(Moment);
        Assert.Throws<OperationCanceledException>(() => queue.Put("second", cancellation.Token));
        await Assert.ThrowsAsync<OperationCanceledException>(async () => await queue.PutAsync("second", cancellation.Token));
        Assert.Equal("first", queue.Get());
        Assert.True(queue.IsEmpty);
    }

    [Fact]
    public async Task Q3_All_ways_to_take_give_items_in_order_and_an_empty_queue_has_none()
    {
        using var queue = new ProcessQueue<int>(10);
        for (int i = 0; i < 6; i++)
        {
            queue.Put(i);
        }

        Assert.Equal(0, queue.Get());
        Assert.Equal(1, queue.Get(Moment));
        Assert.True(queue.TryGet(out int item));
        Assert.Equal(2, item);
        Assert.True(queue.TryGet(out item, Moment));
        Assert.Equal(3, item);
        Assert.Equal(4, await queue.GetAsync());
        Assert.Equal(5, await queue.GetAsync(Moment));
        Assert.False(queue.TryGet(out _));
        Assert.False(queue.TryGet(out _, TimeSpan.Zero));
        Assert.Throws<TimeoutException>(() => queue.Get(Moment));
        await Assert.ThrowsAsync<TimeoutException>(async () => await queue.GetAsync(Moment));
        using var cancellation = new CancellationTokenSource(Moment);
        Assert.Throws<OperationCanceledException>(() => queue.Get(cancellation.Token));
        await Assert.ThrowsAsync<OperationCanceledException>(async () => await queue.GetAsync(cancellation.Token));
    }

    [Fact]
    public void Q4_A_timed_take_does_not_end_early()
    {
        using var queue = new ProcessQueue<int>();
        long start = Stopwatch.GetTimestamp();
        Assert.False(queue.TryGet(out _, TimeSpan.FromMilliseconds(200)));
        Assert.True(Stopwatch.GetElapsedTime(start) >= TimeSpan.FromMilliseconds(199));
    }

    [Theory]
    [InlineData(Party.Thread)]
    [InlineData(Party.Process)]
    public async Task Q6_The_count_follows_puts_and_takes(Party party)
    {
        using var queue = new ProcessQueue<Parcel>(4);
        Assert.Equal(0, queue.Count);
        Assert.True(await party.Run(new QueueJobs.ProduceProcess(queue, 1, 1)));
        Assert.Equal(1, queue.Count);
        Assert.True(await party.Run(new QueueJobs.ProduceProcess(queue, 2, 1)));
        Assert.Equal(2, queue.Count);
        queue.Get();
        Assert.Equal(1, queue.Count);
        queue.Get();
        Assert.Equal(0, queue.Count);
    }

    [Theory]
    [InlineData(Party.Thread)]
    [InlineData(Party.Process)]
    public async Task Every_item_of_many_producers_reaches_one_of_many_consumers_and_in_order_of_each_producer(Party party)
    {
        const int Producers = 4, Consumers = 4, Each = 500;
        using var queue = new ProcessQueue<Parcel>(3);
        Task<List<Parcel>>[] consumers = [.. Enumerable.Range(0, Consumers).Select(i =>
            i % 2 == 0 ? party.Run(new QueueJobs.ConsumeProcess(queue)) : party.Run(new QueueJobs.ConsumeStreamProcess(queue)))];
        Task<bool>[] producers = [.. Enumerable.Range(0, Producers).Select(sender => party.Run(new QueueJobs.ProduceProcess(queue, sender, Each)))];
        await Task.WhenAll(producers).Soon();
        queue.Complete();
        List<Parcel>[] taken = await Task.WhenAll(consumers).Soon();
        foreach (List<Parcel> each in taken)
        {
            for (int sender = 0; sender < Producers; sender++)
            {
                int[] numbers = [.. each.Where(parcel => parcel.Sender == sender).Select(static parcel => parcel.Number)];
                Assert.Equal(numbers.Order(), numbers);
            }
        }

        Assert.Equal(
            Enumerable.Range(0, Producers).SelectMany(static sender => Enumerable.Range(0, Each).Select(number => (sender, number))),
            taken.SelectMany(static each => each).Select(static parcel => (parcel.Sender, parcel.Number)).Order());
        Assert.All(taken.SelectMany(static each => each), static parcel => Assert.Equal($"{parcel.Number} of {parcel.Sender}", parcel.Note));
        Assert.True(queue.IsCompleted && queue.IsEmpty);
    }

    [Fact]
    public async Task Items_stay_when_their_producer_has_ended()
    {
        using var queue = new ProcessQueue<Parcel>(100);
        Assert.True(await Party.Process.Run(new QueueJobs.ProduceProcess(queue, 5, 100)));
        Assert.Equal(100, queue.Count);
        queue.Complete();
        Assert.Equal(100, queue.GetAll().Count());
    }

    [Fact]
    public async Task Q8_A_queue_works_from_a_static_initializer()
    {
        Assert.Equal(3, await Task.Run(static () => FromInitializer.Value).Soon());
    }

    [Fact]
    public async Task Q9_An_item_that_cannot_be_written_leaves_its_place_to_the_next()
    {
        using var queue = new ProcessQueue<Shape>(1);
        for (int i = 0; i < 100; i++)
        {
            Assert.Throws<UnserializableValueException>(() => queue.Put(new Circle("round", 1)));
        }

        await Assert.ThrowsAsync<UnserializableValueException>(async () => await queue.PutAsync(new Circle("round", 1)));
        Assert.True(queue.IsEmpty);
        Assert.True(queue.TryPut(new Shape("plain")));
        Assert.Equal("plain", queue.Get().Name);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(223)]
    [InlineData(300)]
    [InlineData(70_000)]
    [InlineData(5_000_000)]
    public async Task X8_An_item_of_any_size_passes_and_its_producer_can_be_joined_first(int length)
    {
        using var queue = new ProcessQueue<byte[]>(2);
        for (int round = 0; round < 3; round++)
        {
            using var producer = new QueueJobs.PutBytesProcess(queue, length);
            Assert.Equal(0, producer.Started().Ended().ExitCode);
            byte[] item = await queue.GetAsync();
            Assert.Equal(length, item.Length);
            Assert.False(item.AsSpan().ContainsAnyExcept((byte)7));
        }
    }

    [Fact]
    public async Task Q11_A_closed_queue_says_how_full_it_is_and_others_go_on()
    {
        using var queue = new ProcessQueue<Parcel>(4);
        queue.Close();
        Assert.True(queue.IsEmpty);
        Assert.True(await Party.Process.Run(new QueueJobs.ProduceProcess(queue, 1, 2)));
        Assert.Equal(2, queue.Count);
    }

    [Fact]
    public async Task Q12_A_closed_queue_neither_puts_nor_takes()
    {
        using var queue = new ProcessQueue<int>(4);
        queue.Put(1);
        queue.Close();
        Assert.Throws<InvalidOperationException>(() => queue.Put(2));
        Assert.Throws<InvalidOperationException>(() => queue.Get());
        Assert.Throws<InvalidOperationException>(() => queue.TryGet(out _));
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await queue.PutAsync(2));
        queue.Dispose();
        Assert.Throws<ObjectDisposedException>(() => queue.Put(2));
        Assert.Throws<ObjectDisposedException>(() => queue.Count);
        Assert.EndsWith("(disposed)", queue.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_it_was_completed_nothing_can_be_put_and_takes_end_when_it_is_empty()
    {
        using var queue = new ProcessQueue<int>(4);
        queue.Put(1);
        Task<int>[] waiting = [.. Enumerable.Range(0, 3).Select(_ => Task.Run(() => queue.GetAll().Count()))];
        queue.Complete();
        queue.Complete();
        Assert.Equal(1, (await Task.WhenAll(waiting).Soon()).Sum());
        Assert.Throws<QueueCompletedException>(() => queue.Put(2));
        await Assert.ThrowsAsync<QueueCompletedException>(async () => await queue.PutAsync(2));
        Assert.Throws<QueueCompletedException>(() => queue.Get());
        Assert.Throws<QueueCompletedException>(() => queue.Get(Deadlines.Event));
        Assert.False(queue.TryGet(out _, Deadlines.Event));
        Assert.Contains("completed", queue.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_waits_for_room_when_it_is_completed_is_told()
    {
        using var queue = new ProcessQueue<int>(1);
        queue.Put(1);
        Task waiting = Task.Run(() => queue.Put(2));
        Task waitingToo = queue.PutAsync(3).AsTask();
        Assert.NotSame(waiting, await Task.WhenAny(waiting, Task.Delay(Moment, TestToken)));
        queue.Complete();
        await Assert.ThrowsAsync<QueueCompletedException>(() => waiting.Soon());
        await Assert.ThrowsAsync<QueueCompletedException>(() => waitingToo.Soon());
        Assert.Equal([1], queue.GetAll());
    }

    [Fact]
    public async Task Disposing_of_it_ends_the_waits_of_other_threads()
    {
        var queue = new ProcessQueue<int>(1);
        Task waiting = Task.Run(() => queue.Get());
        Task waitingToo = queue.GetAsync().AsTask();
        Assert.NotSame(waiting, await Task.WhenAny(waiting, Task.Delay(Moment, TestToken)));
        queue.Dispose();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => waiting.Soon());
        await Assert.ThrowsAsync<ObjectDisposedException>(() => waitingToo.Soon());
    }

    [Fact]
    public async Task ST6_A_child_hands_its_queue_to_a_child_of_its_own()
    {
        using var queue = new ProcessQueue<Parcel>(4);
        Assert.True(await Party.Process.Run(new QueueJobs.PassOnProcess(queue, 9, 3)));
        queue.Complete();
        Assert.Equal([0, 1, 2], queue.GetAll().Select(static parcel => parcel.Number));
    }

    [Fact]
    public async Task Two_processes_ask_and_answer()
    {
        using var questions = new ProcessQueue<int>(3);
        using var answers = new ProcessQueue<int>(3);
        Task<int> other = Party.Process.Run(new QueueJobs.EchoProcess(questions, answers));
        for (int i = 0; i < 2000; i++)
        {
            questions.Put(i);
            Assert.Equal(-i, answers.Get(Deadlines.Event));
        }

        questions.Complete();
        Assert.Equal(2000, await other);
        Assert.Empty(answers.GetAll());
    }

    [Fact]
    public void Handles_travel_through_queues()
    {
        using var queues = new ProcessQueue<ProcessQueue<int>>(1);
        using var events = new ProcessQueue<ProcessEvent>(1);
        using var values = new ProcessQueue<SharedValue<long>>(1);
        using var child = new QueueJobs.SendHandlesProcess(queues, events, values);
        Assert.Equal(0, child.Started().Ended().ExitCode);
        using ProcessQueue<int> queue = queues.Get();
        using ProcessEvent theEvent = events.Get();
        using SharedValue<long> value = values.Get();
        Assert.Equal((42, true, 7), (queue.Get(), theEvent.IsSet, value.Value));
    }

    [Fact]
    public void A_queue_with_a_name_is_opened_by_it()
    {
        string name = Names.New();
        using ProcessQueue<int> made = ProcessQueue<int>.Create(name, 5);
        using ProcessQueue<int> opened = ProcessQueue<int>.Open(name);
        using ProcessQueue<int> openedToo = ProcessQueue<int>.OpenOrCreate(name, 5);
        made.Put(1);
        openedToo.Put(2);
        Assert.Equal([1, 2], [opened.Get(), made.Get()]);
        Assert.Throws<SharedObjectException>(() => ProcessQueue<long>.Open(name));
        Assert.Throws<SharedObjectException>(() => JoinableProcessQueue<int>.Open(name));
        Assert.Throws<SharedObjectException>(() => ProcessQueue<int>.OpenOrCreate(name, 6));
        Assert.Throws<SharedObjectException>(() => ProcessQueue<int>.Create(name));
        Assert.Throws<SharedObjectException>(() => ProcessEvent.Open(name));
    }

    [Fact]
    public void Bad_sizes_and_unknown_items_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new ProcessQueue<int>(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ProcessQueue<int>(int.MaxValue));
        Assert.Contains("items of System.Text.StringBuilder", Assert.Throws<NotSupportedException>(QueueOf<System.Text.StringBuilder>).Message, StringComparison.Ordinal);

        // Generic code says of no type that it is carried.
        static ProcessQueue<T> QueueOf<T>() => new();
    }

    // The more items, the less room for each. Such a queue is large itself: a hundred megabytes.
    [Fact]
    public async Task An_item_over_the_limit_is_refused_and_the_queue_goes_on()
    {
        using var queue = new ProcessQueue<byte[]>(400_000);
        byte[] tooLarge = new byte[140 << 20];
        MessageTooLargeException refused = Assert.Throws<MessageTooLargeException>(() => queue.Put(tooLarge));
        Assert.True(refused.Limit < tooLarge.Length && refused.Size > refused.Limit, refused.Message);
        await Assert.ThrowsAsync<MessageTooLargeException>(async () => await queue.PutAsync(tooLarge));
        Assert.True(queue.IsEmpty);
        queue.Put([1, 2]);
        Assert.Equal([1, 2], queue.Get());
    }

    [Fact]
    public void A_queue_that_held_many_large_items_does_not_keep_their_room()
    {
        const int Count = 24, Length = 32 << 20;
        using var queue = new ProcessQueue<byte[]>(Count);
        byte[] item = new byte[Length];
        long before = SharedFootprint.CountBytesNow();
        for (int i = 0; i < Count; i++)
        {
            queue.Put(item);
        }

        Assert.InRange(SharedFootprint.CountBytesNow() - before, (long)Count * Length, long.MaxValue);
        for (int i = 0; i < Count; i++)
        {
            Assert.Equal(Length, queue.Get().Length);
        }

        Assert.InRange(SharedFootprint.CountBytesNow() - before, 0, 300L << 20);
    }

    private static class FromInitializer
    {
        public static readonly int Value = Make();

        private static int Make()
        {
            using var queue = new ProcessQueue<int>(1);
            Task put = Task.Run(() => queue.Put(3));
            return queue.Get();
        }
    }
}
