namespace ProcGen.Acceptance.Messaging;

/// <summary>What queues, pipes and listeners carry where no target's signature says so: naming it where they are made is enough.</summary>
public class ItemTests : ProcessTest
{
    [Fact]
    public async Task A_queue_and_a_pipe_inside_of_an_argument_carry_records()
    {
        using ProcessQueue<Order> orders = new(2);
        (Connection<Receipt> here, Connection<Receipt> there) = ProcessPipe.Create<Receipt>();
        using (here)
        {
            using var server = new ItemJobs.ServeProcess(new Desk(orders, there)).Started();
            Order[] sent = [new(1, "Ada", new Money(12.5m, "EUR")), new(2, "Grace", new Money(0, "USD"))];
            foreach (Order order in sent)
            {
                orders.Put(order);
            }

            Assert.Equal([.. sent.Select(order => new Receipt(order, server.Id))], (Receipt[])[here.Receive(), here.Receive()]);
            orders.Complete();
            Assert.Equal(2, await server.GetResultAsync().Soon());
        }
    }

    [Fact]
    public void A_queue_with_a_name_carries_records()
    {
        string name = $"procgen-tests-{Guid.NewGuid():N}";
        using ProcessQueue<Order> orders = ProcessQueue<Order>.Create(name, 10);
        using var putter = new ItemJobs.PutProcess(name, 3).Started().Ended();
        Assert.Equal([0, 1, 2], (int[])[orders.Get().Number, orders.Get().Number, orders.Get().Number]);
    }

    [Fact]
    public async Task A_listener_carries_records()
    {
        using ProcessListener<Greeting> listener = new();
        using var greeter = new ItemJobs.GreetProcess(listener.Address).Started();
        using Connection<Greeting> connection = await listener.AcceptAsync(TestToken).Soon();
        connection.Send(new Greeting("hello", [1, 2]));
        Greeting back = connection.Receive();
        Assert.Equal("hello back", back.Text);
        Assert.Equal([1, 2], back.Numbers);
        greeter.Ended();
    }

    [Fact]
    public void Generic_code_uses_what_is_named_elsewhere()
    {
        Assert.Equal(new Order(1, "", default), Through(new Order(1, "", default)));
        using ProcessLock theLock = new();
        using ProcessLock same = Through(theLock);
        using (theLock.Acquire())
        {
            Assert.True(same.IsLocked);
        }

        using ProcessQueue<ProcessLock> locks = new(1);
        locks.Put(theLock);
        using ProcessLock third = locks.Get();
        Assert.False(third.IsLocked);

        static T Through<T>(T item)
        {
            using ProcessQueue<T> queue = new(1);
            queue.Put(item);
            return queue.Get();
        }
    }
}
