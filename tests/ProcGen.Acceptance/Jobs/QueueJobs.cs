namespace ProcGen.Acceptance;

/// <summary>What queues carry in tests: a type of the program's own.</summary>
public sealed record Parcel(int Sender, int Number, string Note, byte[]? Load = null);

/// <summary>Targets that put and take.</summary>
public static partial class QueueJobs
{
    [ProcessTarget]
    public static bool Produce(ProcessQueue<Parcel> queue, int sender, int count)
    {
        for (int number = 0; number < count; number++)
        {
            queue.Put(new Parcel(sender, number, $"{number} of {sender}"));
        }

        return true;
    }

    [ProcessTarget]
    public static List<Parcel> Consume(ProcessQueue<Parcel> queue) => [.. queue.GetAll()];

    [ProcessTarget]
    public static async Task<List<Parcel>> ConsumeStream(ProcessQueue<Parcel> queue)
    {
        List<Parcel> taken = [];
        await foreach (Parcel parcel in queue.GetAllAsync())
        {
            taken.Add(parcel);
        }

        return taken;
    }

    /// <summary>Puts one item when it is told to, and takes one.</summary>
    [ProcessTarget]
    public static int Echo(ProcessQueue<int> questions, ProcessQueue<int> answers)
    {
        int count = 0;
        foreach (int question in questions.GetAll())
        {
            answers.Put(-question);
            count++;
        }

        answers.Complete();
        return count;
    }

    [ProcessTarget]
    public static int Acknowledge(JoinableProcessQueue<int> queue, ProcessQueue<int> begun)
    {
        int count = 0;
        foreach (int item in queue.GetAll())
        {
            begun.Put(item);
            queue.TaskDone();
            count++;
        }

        return count;
    }

    /// <summary>Takes items, says which, and is done with none.</summary>
    [ProcessTarget]
    public static void TakeAndHold(JoinableProcessQueue<int> queue, ProcessQueue<int> taken, int count)
    {
        for (int i = 0; i < count; i++)
        {
            taken.Put(queue.Get());
        }

        Thread.Sleep(Timeout.Infinite);
    }

    /// <summary>Hands what it was given to a child of its own.</summary>
    [ProcessTarget]
    public static bool PassOn(ProcessQueue<Parcel> queue, int sender, int count)
    {
        using var child = new ProduceProcess(queue, sender, count);
        child.Start();
        return child.Result;
    }

    [ProcessTarget]
    public static int CountShapes(ProcessQueue<Shape> shapes) => shapes.GetAll().Count();

    [ProcessTarget]
    public static void PutBytes(ProcessQueue<byte[]> queue, int length)
    {
        byte[] load = new byte[length];
        load.AsSpan().Fill(7);
        queue.Put(load);
    }

    [ProcessTarget]
    public static void GiveBack(ProcessQueue<JoinableProcessQueue<int>> queues, JoinableProcessQueue<int> queue) => queues.Put(queue);

    /// <summary>Sends a queue, an event and what lies in shared memory through queues.</summary>
    [ProcessTarget]
    public static void SendHandles(ProcessQueue<ProcessQueue<int>> queues, ProcessQueue<ProcessEvent> events, ProcessQueue<SharedValue<long>> values)
    {
        using var queue = new ProcessQueue<int>(3);
        queue.Put(42);
        using var set = new ProcessEvent(isSet: true);
        using var value = new SharedValue<long>(7);
        queues.Put(queue);
        events.Put(set);
        values.Put(value);
    }
}
