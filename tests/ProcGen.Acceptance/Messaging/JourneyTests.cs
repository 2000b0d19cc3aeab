namespace ProcGen.Acceptance.Messaging;

/// <summary>Ends of pipes and other handles on their way in items, messages and results, and what becomes of an end that nobody takes out.</summary>
public class JourneyTests : ProcessTest
{
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(20);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Handles_of_each_kind_travel_to_another_process(bool throughPipe)
    {
        using ProcessLock theLock = new();
        using ProcessEvent used = new();
        using SharedMemory memory = new(100);
        using SharedValue<int> value = new(1);
        using ProcessQueue<int> numbers = new(1);
        (Connection<int> here, Connection<int> there) = ProcessPipe.Create<int>();
        ToolBox box = new(theLock, used, memory, value, numbers, there);
        using (here)
        {
            here.Send(2);
            using ProcessQueue<ToolBox> queue = new(1);
            (Connection<ToolBox> sender, Connection<ToolBox> receiver) = ProcessPipe.Create<ToolBox>();
            using ChildProcess<bool> user = throughPipe ? new JourneyJobs.UseFromPipeProcess(receiver) : new JourneyJobs.UseFromQueueProcess(queue);
            user.Start();
            if (throughPipe)
            {
                sender.Send(box);
            }
            else
            {
                queue.Put(box);
            }

            Assert.True(await user.GetResultAsync().Soon());
            Assert.True(used.IsSet);
            Assert.False(theLock.IsLocked);
            Assert.Equal(1, memory.Read<int>(0));
            Assert.Equal(2, value.Value);
            Assert.Equal(2, numbers.Get());
            Assert.Equal(3, here.Receive());
            Assert.Throws<EndOfStreamException>(() => here.Receive());
            Assert.True(there.IsClosed);
            sender.Close();
            receiver.Close();
        }
    }

    [Fact]
    public async Task Handles_come_from_a_process_that_has_ended()
    {
        using ProcessQueue<ToolBox> queue = new(1);
        (Connection<ToolBox> here, Connection<ToolBox> there) = ProcessPipe.Create<ToolBox>();
        using var sender = new JourneyJobs.SendThroughBothProcess(queue, there).Started();
        Assert.Equal(sender.Id, await sender.GetResultAsync().Soon());
        sender.Ended();
        foreach (ToolBox box in (ToolBox[])[queue.Get(), here.Receive()])
        {
            Assert.True(box.Event.IsSet);
            Assert.True(box.Lock.TryAcquire());
            box.Lock.Release();
            Assert.Equal(7, box.Value.Value);
            Assert.Equal(5, box.Queue.Get());
            Assert.Equal(6, box.End.Receive());
            Assert.Throws<EndOfStreamException>(() => box.End.Receive());
            foreach (IDisposable handle in (IDisposable[])[box.Lock, box.Event, box.Memory, box.Value, box.Queue, box.End])
            {
                handle.Dispose();
            }
        }

        here.Close();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100_000)]
    public async Task An_end_closes_with_a_queue_that_nobody_has_any_more(int load)
    {
        int room = SharedObjects.CountRoom();
        (Connection<int> here, Connection<int> there) = ProcessPipe.Create<int>();
        using (here)
        {
            ProcessQueue<Crate> queue = new(2);
            queue.Put(new Crate(there, new byte[load]));
            Assert.True(there.IsClosed);
            Task<int> waiting = here.ReceiveAsync().AsTask();
            Assert.NotSame(waiting, await Task.WhenAny(waiting, Task.Delay(Moment, TestToken)));
            queue.Dispose();
            await Assert.ThrowsAsync<EndOfStreamException>(waiting.Soon);
        }

        await SharedObjects.HaveGone(room);
    }

    [Fact]
    public async Task An_end_closes_with_the_last_process_that_had_the_queue()
    {
        int room = SharedObjects.CountRoom();
        (Connection<int> here, Connection<int> there) = ProcessPipe.Create<int>();
        using (here)
        {
            using ProcessEvent held = new(), release = new();
            ProcessQueue<Crate> queue = new(2);
            using var holder = new JourneyJobs.HoldCratesProcess(queue, held, release).Started();
            Assert.True(held.Wait(Deadlines.Event));
            queue.Put(new Crate(there));
            queue.Dispose();
            Assert.False(here.Poll(Moment));
            Kill(holder.Id);
            holder.Ended();
            await Assert.ThrowsAsync<EndOfStreamException>(here.ReceiveAsync().AsTask().Soon);
        }

        await SharedObjects.HaveGone(room);
    }

    // Dead before it has opened what is in the item, and after.
    [Theory]
    [InlineData("QueueTaken:1:kill", 0)]
    [InlineData("QueueTaken:1:kill", 100_000)]
    [InlineData("PipeEndTaken:1:kill", 0)]
    [InlineData("QueueBlockFreed:1:kill", 0)]
    public async Task An_end_closes_with_the_process_that_took_its_item(string fault, int load)
    {
        int room = SharedObjects.CountRoom();
        using (ProcessQueue<Crate> queue = new(2))
        {
            (Connection<int> here, Connection<int> there) = ProcessPipe.Create<int>();
            using ProcessEvent taken = new(), release = new();
            using var taker = new JourneyJobs.TakeCrateProcess(queue, taken, release) { EnvironmentVariables = new Dictionary<string, string?> { ["PROCGEN_FAULT"] = fault } };
            taker.Start();
            queue.Put(new Crate(there, new byte[load]));
            Assert.Equal(-9, taker.Ended().ExitCode);
            await Assert.ThrowsAsync<EndOfStreamException>(here.ReceiveAsync().AsTask().Soon);
            Assert.False(taken.IsSet);
            here.Close();
        }

        await SharedObjects.HaveGone(room);
    }

    [Fact]
    public async Task An_end_whose_item_goes_back_is_closed_and_whoever_takes_the_item_is_told()
    {
        using JoinableProcessQueue<Crate> queue = new(2) { Redeliver = true };
        (Connection<int> here, Connection<int> there) = ProcessPipe.Create<int>();
        using (here)
        {
            using ProcessEvent taken = new(), release = new();
            using var taker = new JourneyJobs.TakeCrateForGoodProcess(queue, taken, release).Started();
            queue.Put(new Crate(there));
            Assert.True(taken.Wait(Deadlines.Event));
            Kill(taker.Id);
            taker.Ended();
            await Assert.ThrowsAsync<EndOfStreamException>(here.ReceiveAsync().AsTask().Soon);
            SharedObjectException gone = Assert.Throws<SharedObjectException>(() => queue.Get(Deadlines.Event));
            Assert.Equal(SharedObjectFailure.Gone, gone.Failure);
            queue.TaskDone();
            queue.Join();
        }
    }

    // A producer that dies costs its own item at most; an end in it is closed.
    [Theory]
    [InlineData("QueueBlockFilled:1:kill")]
    [InlineData("QueueEnqueued:1:kill")]
    [InlineData("QueueItemTold:1:kill")]
    public async Task An_end_closes_with_the_process_that_was_putting_it(string fault)
    {
        int room = SharedObjects.CountRoom();
        using (ProcessQueue<Crate> others = new(2))
        using (ProcessQueue<int> begun = new(1))
        using (ProcessEvent mayReturn = new())
        {
            using var maker = new JourneyJobs.ReturnEndProcess(others, begun, mayReturn) { EnvironmentVariables = new Dictionary<string, string?> { ["PROCGEN_FAULT"] = fault } };
            maker.Start();
            Assert.Equal(-9, maker.Ended().ExitCode);
            if (others.Count > 0)
            {
                SharedObjectException gone = Assert.Throws<SharedObjectException>(() => others.Get());
                Assert.Equal(SharedObjectFailure.Gone, gone.Failure);
            }

        }

        await SharedObjects.HaveGone(room);
    }

    [Fact]
    public async Task An_end_stays_here_when_its_item_was_not_put()
    {
        (Connection<int> here, Connection<int> there) = ProcessPipe.Create<int>();
        (Connection<int> first, Connection<int> second) = ProcessPipe.Create<int>();
        using (here)
        using (there)
        using (first)
        using (second)
        using (ProcessQueue<Crate> queue = new(1))
        {
            queue.Put(new Crate(second));
            Assert.False(queue.TryPut(new Crate(there)));
            Assert.False(queue.TryPut(new Crate(there), Moment));
            Assert.False(await queue.TryPutAsync(new Crate(there), Moment));
            using CancellationTokenSource soon = new(Moment);
            await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await queue.PutAsync(new Crate(there), soon.Token));
            Assert.False(there.IsClosed);
            here.Send(1);
            Assert.Equal(1, there.Receive());

            // Waits for room, and gets it.
            Task putting = queue.PutAsync(new Crate(there)).AsTask();
            using Connection<int> moved = queue.Get().End;
            await putting.Soon();
            first.Send(2);
            Assert.Equal(2, moved.Receive());
            queue.Complete();
            Assert.Throws<QueueCompletedException>(() => queue.Put(new Crate(here)));
            Assert.False(here.IsClosed);
            using Connection<int> other = queue.Get().End;
            here.Send(3);
            Assert.Equal(3, other.Receive());
        }
    }

    [Fact]
    public async Task An_end_closes_with_a_message_that_is_skipped()
    {
        int room = SharedObjects.CountRoom();
        (Connection<Crate> sender, Connection<Crate> receiver) = ProcessPipe.Create<Crate>();
        foreach (int load in (int[])[0, 200_000])
        {
            (Connection<int> here, Connection<int> there) = ProcessPipe.Create<int>();
            Task sending = sender.SendAsync(new Crate(there, new byte[load])).AsTask();
            receiver.Skip();
            await sending.Soon();
            await Assert.ThrowsAsync<EndOfStreamException>(here.ReceiveAsync().AsTask().Soon);
            here.Close();
        }

        sender.Close();
        receiver.Close();
        await SharedObjects.HaveGone(room);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_end_travels_over_a_socket_or_closes_with_it(bool isReceived)
    {
        int room = SharedObjects.CountRoom();
        using (ProcessListener<Crate> listener = new())
        {
            using Connection<Crate> sender = ProcessClient.Connect<Crate>(listener.Address);
            using Connection<Crate> receiver = await listener.AcceptAsync(TestToken).Soon();
            (Connection<int> here, Connection<int> there) = ProcessPipe.Create<int>();
            using (here)
            {
                sender.Send(new Crate(there));
                if (isReceived)
                {
                    using Connection<int> moved = receiver.Receive().End;
                    receiver.Close();
                    await Assert.ThrowsAsync<EndOfStreamException>(sender.ReceiveAsync().AsTask().Soon);
                    here.Send(1);
                    Assert.Equal(1, moved.Receive());
                }
                else
                {
                    receiver.Close();
                }

                await Assert.ThrowsAsync<EndOfStreamException>(here.ReceiveAsync().AsTask().Soon);
            }
        }

        await SharedObjects.HaveGone(room);
    }

    // The child has sent its result and exited; its parent is killed before it reads that. The other end is here.
    [Fact]
    public async Task An_end_closes_with_the_only_process_that_could_have_read_the_result_with_it()
    {
        int room = SharedObjects.CountRoom();
        using (ProcessQueue<Crate> others = new(1))
        using (ProcessQueue<int> begun = new(1))
        using (ProcessEvent mayReturn = new())
        {
            using var caller = new JourneyJobs.AwaitEndProcess(others, begun, mayReturn).Started();
            int child = begun.Get(Deadlines.Event);
            using Connection<int> here = others.Get().End;
            await Stop(caller.Id);
            mayReturn.Set();
            await Deadlines.Until(() => ProcFs.Find(child) is { State: 'Z' }, "the child has returned and exited");
            Assert.False(here.Poll(Moment));
            Kill(caller.Id);
            caller.Ended();
            await OrphanEnded(child);
            await Assert.ThrowsAsync<EndOfStreamException>(here.ReceiveAsync().AsTask().Soon);
        }

        await SharedObjects.HaveGone(room);
    }

    [Fact]
    public async Task Ends_of_a_stream_that_is_left_are_closed()
    {
        int room = SharedObjects.CountRoom();
        using (ProcessQueue<Crate> others = new(10_000))
        {
            await TakeSome(others);

            // The child has gone with the stream; those ends that came and were not taken go with the collector.
            await Deadlines.Until(static () => ChildProcess.Active.Count == 0, "the child has ended");
            while (others.TryGet(out Crate? crate))
            {
                await Deadlines.Until(
                    () =>
                    {
                        SharedFootprint.Collect();
                        return crate.End.Poll();
                    },
                    "the end that was on its way is closed");
                Assert.Throws<EndOfStreamException>(() => crate.End.Receive());
                crate.End.Dispose();
            }
        }

        await SharedObjects.HaveGone(room);

        static async Task TakeSome(ProcessQueue<Crate> others)
        {
            int taken = 0;
            await foreach (Connection<int> end in JourneyJobs.ReturnEndsProcess.RunAsync(others))
            {
                end.Dispose();
                if (++taken == 3)
                {
                    break;
                }
            }
        }
    }

    [Fact]
    public async Task Each_call_of_a_map_may_give_an_end()
    {
        int room = SharedObjects.CountRoom();
        await using (ProcessPool pool = new(1))
        {
            int expected = 0;
            await foreach (Connection<int> end in pool.JourneyJobs.MapNumberedEndAsync(Enumerable.Range(0, 1000)))
            {
                Assert.Equal(expected++, end.Receive());
                Assert.Throws<EndOfStreamException>(() => end.Receive());
                end.Dispose();
            }

            Assert.Equal(1000, expected);
        }

        await SharedObjects.HaveGone(room);
    }
}
