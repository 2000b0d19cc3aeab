namespace ProcGen.Acceptance;

/// <summary>One handle of each kind, as an item.</summary>
public sealed record ToolBox(ProcessLock Lock, ProcessEvent Event, SharedMemory Memory, SharedValue<int> Value, ProcessQueue<int> Queue, Connection<int> End);

/// <summary>An end of a pipe, and whatever else makes an item larger.</summary>
public sealed record Crate(Connection<int> End, byte[]? Load = null);

/// <summary>Targets that get ends of pipes and other handles in messages.</summary>
public static partial class JourneyJobs
{
    /// <summary>Takes one box and uses what is in it.</summary>
    [ProcessTarget]
    public static bool UseFromQueue(ProcessQueue<ToolBox> boxes) => Use(boxes.Get());

    [ProcessTarget]
    public static bool UseFromPipe(Connection<ToolBox> boxes) => Use(boxes.Receive());

    /// <summary>Makes a box, sends it and exits.</summary>
    [ProcessTarget]
    public static int SendThroughBoth(ProcessQueue<ToolBox> queue, Connection<ToolBox> pipe)
    {
        queue.Put(Pack());
        pipe.Send(Pack());
        return Environment.ProcessId;

        static ToolBox Pack()
        {
            (Connection<int> here, Connection<int> there) = ProcessPipe.Create<int>();
            ProcessQueue<int> numbers = new(2);
            numbers.Put(5);
            here.Send(6);
            return new ToolBox(new ProcessLock(), new ProcessEvent(isSet: true), new SharedMemory(100), new SharedValue<int>(7), numbers, there);
        }
    }

    /// <summary>Takes an item, and says so.</summary>
    [ProcessTarget]
    public static void TakeCrate(ProcessQueue<Crate> crates, ProcessEvent taken, ProcessEvent release)
    {
        Crate crate = crates.Get();
        taken.Set();
        release.Wait(Deadlines.Event);
        crate.End.Close();
    }

    /// <summary>The same, and is never done with it.</summary>
    [ProcessTarget]
    public static void TakeCrateForGood(JoinableProcessQueue<Crate> crates, ProcessEvent taken, ProcessEvent release)
    {
        Crate crate = crates.Get();
        taken.Set();
        release.Wait(Deadlines.Event);
        crate.End.Close();
    }

    /// <summary>Has the queue open, and takes nothing.</summary>
    [ProcessTarget]
    public static void HoldCrates(ProcessQueue<Crate> crates, ProcessEvent held, ProcessEvent release)
    {
        held.Set();
        release.Wait(Deadlines.Event);
        crates.Dispose();
    }

    /// <summary>Puts the other end of a pipe into the queue, and gives one as its result when it may.</summary>
    [ProcessTarget]
    public static Connection<int> ReturnEnd(ProcessQueue<Crate> others, ProcessQueue<int> begun, ProcessEvent mayReturn)
    {
        (Connection<int> here, Connection<int> there) = ProcessPipe.Create<int>();
        others.Put(new Crate(there));
        begun.Put(Environment.ProcessId);
        mayReturn.Wait(Deadlines.Event);
        return here;
    }

    /// <summary>A stream of ends, without an end of its own; the other ends go into the queue.</summary>
    [ProcessTarget]
    public static async IAsyncEnumerable<Connection<int>> ReturnEnds(ProcessQueue<Crate> others)
    {
        while (true)
        {
            (Connection<int> here, Connection<int> there) = ProcessPipe.Create<int>();
            await others.PutAsync(new Crate(there));
            yield return here;
        }
    }

    /// <summary>Waits for the result of a child of its own.</summary>
    [ProcessTarget]
    public static void AwaitEnd(ProcessQueue<Crate> others, ProcessQueue<int> begun, ProcessEvent mayReturn) =>
        ReturnEndProcess.RunAsync(others, begun, mayReturn).GetAwaiter().GetResult().Close();

    /// <summary>One of many calls with an end as the result.</summary>
    [ProcessTarget]
    public static Connection<int> NumberedEnd(int number)
    {
        (Connection<int> here, Connection<int> there) = ProcessPipe.Create<int>();
        here.Send(number);
        here.Close();
        return there;
    }

    private static bool Use(ToolBox box)
    {
        using (box.Lock)
        using (box.Event)
        using (box.Memory)
        using (box.Value)
        using (box.Queue)
        using (box.End)
        {
            using (box.Lock.Acquire())
            {
                box.Memory.Write(0, box.Memory.Read<int>(0) + 1);
                box.Value.Value++;
                box.Queue.Put(box.End.Receive());
                box.End.Send(3);
            }

            box.Event.Set();
            return true;
        }
    }
}
