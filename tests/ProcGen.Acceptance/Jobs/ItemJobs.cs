namespace ProcGen.Acceptance;

/// <summary>What queues, pipes and listeners of <see cref="ItemJobs"/> carry: no signature of a target names these beside one of them.</summary>
public sealed record Order(int Number, string Customer, Money Price);

public readonly record struct Money(decimal Amount, string Currency);

/// <summary>Where orders come from and go to, in one argument.</summary>
public sealed record Desk(ProcessQueue<Order> Orders, Connection<Receipt> Receipts);

public sealed record Receipt(Order Order, int Process);

/// <summary>Only a listener and who connects to it know it.</summary>
public sealed record Greeting(string Text, List<int> Numbers);

/// <summary>Targets whose signatures say nothing of what is carried.</summary>
public static partial class ItemJobs
{
    /// <summary>Serves the orders that come through what the desk has.</summary>
    [ProcessTarget]
    public static int Serve(Desk desk)
    {
        int count = 0;
        foreach (Order order in desk.Orders.GetAll())
        {
            desk.Receipts.Send(new Receipt(order, Environment.ProcessId));
            count++;
        }

        return count;
    }

    /// <summary>Puts what it makes itself into a queue that it finds by its name.</summary>
    [ProcessTarget]
    public static void Put(string name, int count)
    {
        using ProcessQueue<Order> orders = ProcessQueue<Order>.Open(name);
        for (int number = 0; number < count; number++)
        {
            orders.Put(new Order(number, "", new Money(number, "EUR")));
        }
    }

    /// <summary>Connects to an address and says a greeting back.</summary>
    [ProcessTarget]
    public static void Greet(string address)
    {
        using Connection<Greeting> connection = ProcessClient.Connect<Greeting>(address);
        Greeting received = connection.Receive();
        connection.Send(received with { Text = received.Text + " back" });
    }
}
