using System.Runtime.CompilerServices;

namespace ProcGen.Acceptance.Messaging;

/// <summary>Whose an end of a pipe is, and what the other side sees when that process closes it, passes it on, exits or dies.</summary>
public class PipeLifeTests : ProcessTest
{
    [Fact]
    public async Task An_end_moves_to_the_process_that_it_is_passed_to()
    {
        (Connection<int> here, Connection<int> there) = ProcessPipe.Create<int>();
        using var sum = new PipeJobs.SumNumbersProcess(there).Started();
        Assert.True(there.IsClosed);
        Assert.Throws<ObjectDisposedException>(() => there.Send(1));
        ObjectDisposedException again = Assert.Throws<ObjectDisposedException>(() => new PipeJobs.SumNumbersProcess(there).Start());
        Assert.Contains("passed to another", again.Message, StringComparison.Ordinal);
        for (int i = 1; i <= 100; i++)
        {
            here.Send(i);
        }

        here.Close();
        Assert.Equal(5050, await sum.GetResultAsync().Soon());
    }

    [Fact]
    public void PR27_A_process_with_its_own_end_of_a_pipe_answers_questions()
    {
        using UpperCaser service = UpperCaser.Create();
        service.Start();
        Assert.True(service.Questions.IsClosed);
        Assert.Equal("HELLO", service.Submit("hello"));
        Assert.Equal("WORLD", service.Submit("world"));
        service.Stop();
        Assert.Equal(0, service.Ended().ExitCode);
    }

    [Fact]
    public async Task An_end_moves_on_with_what_nobody_has_received_yet()
    {
        (Connection<int> here, Connection<int> there) = ProcessPipe.Create<int>();
        for (int i = 1; i <= 100; i++)
        {
            here.Send(i);
        }

        Assert.Equal(1, there.Receive());
        using var sum = new PipeJobs.PassOnProcess(there).Started();
        here.Close();
        Assert.Equal(5049, await sum.GetResultAsync().Soon());
    }

    [Fact]
    public async Task An_end_is_a_result()
    {
        using var maker = new PipeJobs.MakePipeProcess().Started().Ended();
        using Connection<int> end = maker.Result;
        Assert.Equal(maker.Id, end.Receive());
        await Assert.ThrowsAsync<EndOfStreamException>(async () => await end.ReceiveAsync().AsTask().Soon());
    }

    [Fact]
    public void An_end_travels_through_a_pipe()
    {
        (Connection<Connection<int>?> here, Connection<Connection<int>?> there) = ProcessPipe.Create<Connection<int>?>();
        (Connection<int> first, Connection<int> second) = ProcessPipe.Create<int>();
        using (here)
        using (there)
        using (first)
        {
            here.Send(second);
            Assert.True(second.IsClosed);
            first.Send(1);
            using Connection<int> moved = there.Receive()!;
            Assert.Equal(1, moved.Receive());
            moved.Send(2);
            Assert.Equal(2, first.Receive());
            Assert.Throws<ObjectDisposedException>(() => here.Send(second));
            here.Send(null);
            Assert.Null(there.Receive());
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_end_closes_with_a_message_that_nobody_will_read(bool dies)
    {
        int room = SharedObjects.CountRoom();
        (Connection<Connection<int[]>?> here, Connection<Connection<int[]>?> there) = ProcessPipe.Create<Connection<int[]>?>();
        (Connection<int[]> first, Connection<int[]> second) = ProcessPipe.Create<int[]>();
        using (first)
        {
            if (dies)
            {
                using ProcessEvent held = new(), release = new();
                using var holder = new PipeJobs.HoldCarrierProcess(there, held, release).Started();
                Assert.True(held.Wait(Deadlines.Event));
                here.Send(second);
                Kill(holder.Id);
                holder.Ended();
            }
            else
            {
                here.Send(second);
                there.Close();
            }

            await Assert.ThrowsAsync<EndOfStreamException>(first.ReceiveAsync().AsTask().Soon);

            // Nor does one leave with a message that cannot be sent.
            (Connection<int[]> third, Connection<int[]> fourth) = ProcessPipe.Create<int[]>();
            using (third)
            using (fourth)
            {
                Assert.Throws<IOException>(() => here.Send(fourth));
                Assert.False(fourth.IsClosed);
                third.Send([1]);
                Assert.Equal([1], fourth.Receive());
            }

            here.Close();
        }

        await SharedObjects.HaveGone(room);
    }

    [Fact]
    public void An_end_stays_here_when_its_message_was_not_sent_in_time()
    {
        (Connection<Connection<int[]>?> here, Connection<Connection<int[]>?> there) = ProcessPipe.Create<Connection<int[]>?>();
        (Connection<int[]> first, Connection<int[]> second) = ProcessPipe.Create<int[]>();
        using (here)
        using (there)
        using (first)
        using (second)
        {
            while (here.TrySend(null))
            {
            }

            Assert.False(here.TrySend(second));
            Assert.False(second.IsClosed);
            first.Send([1]);
            Assert.Equal([1], second.Receive());
            while (there.TryReceive(out _))
            {
            }

            Assert.True(here.TrySend(second));
            using Connection<int[]> moved = there.Receive()!;
            first.Send([2]);
            Assert.Equal([2], moved.Receive());
        }
    }

    [Fact]
    public void X8_A_child_may_exit_while_what_it_sent_waits()
    {
        const int Count = 2000;
        (Connection<int> here, Connection<int> there) = ProcessPipe.Create<int>();
        using (here)
        {
            using var sender = new PipeJobs.SendNumbersProcess(there, Count).Started().Ended();
            Assert.Equal(0, sender.ExitCode);
            for (int i = 0; i < Count; i++)
            {
                Assert.Equal(i, here.Receive());
            }

            Assert.Throws<EndOfStreamException>(() => here.Receive());
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_other_side_sees_the_end_when_a_process_dies(bool isWaiting)
    {
        (Connection<int> here, Connection<int> there) = ProcessPipe.Create<int>();
        using ProcessEvent held = new(), release = new();
        using var holder = new PipeJobs.HoldProcess(there, held, release).Started();
        Assert.True(held.Wait(Deadlines.Event));
        Task<int>? waiting = isWaiting ? here.ReceiveAsync().AsTask() : null;
        Kill(holder.Id);
        holder.Ended();
        await Assert.ThrowsAsync<EndOfStreamException>((waiting ?? here.ReceiveAsync().AsTask()).Soon);
        Assert.Throws<IOException>(() => here.Send(1));
        here.Close();
    }

    [Fact]
    public async Task A_sender_that_waits_for_room_learns_that_nobody_receives_any_more()
    {
        (Connection<int> here, Connection<int> there) = ProcessPipe.Create<int>();
        using ProcessEvent held = new(), release = new();
        using var holder = new PipeJobs.HoldProcess(there, held, release).Started();
        here.SendBytes(new byte[1 << 20], TestToken);
        Task sending = here.SendBytesAsync(new byte[1 << 20]).AsTask();
        Task thread = Task.Factory.StartNew(() => here.SendBytes(new byte[1 << 20]), TestToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        Assert.True(held.Wait(Deadlines.Event));
        Kill(holder.Id);
        await Assert.ThrowsAsync<IOException>(sending.Soon);
        await Assert.ThrowsAsync<IOException>(thread.Soon);
        holder.Ended();
        here.Close();
    }

    [Fact]
    public async Task A_process_that_is_only_stopped_keeps_its_end()
    {
        (Connection<string> here, Connection<string> there) = ProcessPipe.Create<string>();
        using var echo = new PipeJobs.EchoProcess(there).Started();
        here.Send("one");
        Assert.Equal("one", here.Receive());
        await Stop(echo.Id);
        here.Send("two");
        Assert.False(here.Poll(TimeSpan.FromSeconds(1)));
        Continue(echo.Id);
        Assert.Equal("two", here.Receive());
        here.Close();
        Assert.True(await echo.GetResultAsync().Soon());
    }

    [Fact]
    public void An_end_closes_with_a_call_that_ends_before_it_was_taken()
    {
        (Connection<int> here, Connection<int> there) = ProcessPipe.Create<int>();
        using (here)
        {
            using ProcessEvent held = new(), release = new();
            using var holder = new PipeJobs.HoldProcess(there, held, release) { EnvironmentVariables = new Dictionary<string, string?> { ["PROCGEN_FAULT"] = "PipeEndTaken:1:kill" } };
            holder.Start();
            Assert.Equal(-9, holder.Ended().ExitCode);
            Assert.False(held.IsSet);
            Assert.True(here.Poll(Deadlines.Event));
            Assert.Throws<EndOfStreamException>(() => here.Receive());
        }
    }

    [Fact]
    public void An_end_closes_with_a_process_that_cannot_be_started()
    {
        (Connection<int> here, Connection<int> there) = ProcessPipe.Create<int>();
        using (here)
        {
            using ProcessEvent held = new(), release = new();
            using var holder = new PipeJobs.HoldProcess(there, held, release) { EnvironmentVariables = new Dictionary<string, string?> { ["DOTNET_GCHeapHardLimit"] = "1" } };
            Exception? failure = Record.Exception(holder.Start);
            Assert.NotEqual(0, failure is null ? holder.Ended().ExitCode : -1);
            Assert.Throws<EndOfStreamException>(() => here.Receive());
        }
    }

    [Fact]
    public async Task The_collector_closes_an_end_that_nobody_has_any_more()
    {
        using Connection<int> here = Half();
        Task<bool> polled = here.PollAsync(Deadlines.Event).AsTask();
        await Deadlines.Until(
            () =>
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
                return polled.IsCompleted;
            },
            "the other end is collected");
        Assert.Throws<EndOfStreamException>(() => here.Receive());

        [MethodImpl(MethodImplOptions.NoInlining)]
        static Connection<int> Half() => ProcessPipe.Create<int>().First;
    }

    [Fact]
    public async Task Nothing_of_a_pipe_is_left()
    {
        int room = SharedObjects.CountRoom();
        for (int i = 0; i < 20; i++)
        {
            (Connection<int> here, Connection<int> there) = ProcessPipe.Create<int>();
            using var sum = new PipeJobs.SumNumbersProcess(there).Started();
            here.Send(i);
            here.Close();
            Assert.Equal(i, await sum.GetResultAsync().Soon());
            sum.Ended();
        }

        await SharedObjects.HaveGone(room);
    }
}
