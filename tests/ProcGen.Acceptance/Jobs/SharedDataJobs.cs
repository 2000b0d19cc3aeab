using System.Runtime.CompilerServices;

namespace ProcGen.Acceptance;

/// <summary>Targets that read and write what is shared, and that get and give handles in every way.</summary>
public static partial class SharedDataJobs
{
    [ProcessTarget]
    public static bool DoubleValues(SharedValue<int> number, SharedValue<double> real, SharedValue<short> small, SharedValue<long> large, SharedValue<char> letter)
    {
        number.Value *= 2;
        real.Value *= 2;
        small.Value *= 2;
        large.Value *= 2;
        letter.Value = char.ToUpperInvariant(letter.Value);
        return true;
    }

    /// <summary>Adds in one step and in two, which the lock makes one.</summary>
    [ProcessTarget]
    public static bool AddToValues(SharedValue<int> atomic, SharedValue<long> locked, int rounds)
    {
        for (int i = 0; i < rounds; i++)
        {
            atomic.Add(1);
            using (locked.Acquire())
            {
                locked.Value++;
            }
        }

        return true;
    }

    [ProcessTarget]
    public static bool HasLock(SharedValue<int> number, SharedArray<int> numbers) => number.Lock is not null && numbers.Lock is not null;

    /// <summary>Replaces each number by the sum of those up to it.</summary>
    [ProcessTarget]
    public static int SumInPlace(SharedArray<int> numbers)
    {
        for (int i = 1; i < numbers.Length; i++)
        {
            numbers[i] += numbers[i - 1];
        }

        return numbers.Length;
    }

    [ProcessTarget]
    public static bool DoubleAll(SharedValue<Place> place, SharedArray<double> numbers, SharedArray<char> text)
    {
        using (place.Lock is null ? default : place.Acquire())
        {
            place.Value = new Place(place.Value.X * 2, place.Value.Y * 2);
        }

        using (numbers.Lock is null ? default : numbers.Acquire())
        {
            foreach (ref double number in numbers)
            {
                number *= 2;
            }
        }

        string twice = new(text.Span[..(text.Length / 2)]);
        (twice + twice).CopyTo(text.Span);
        return true;
    }

    [ProcessTarget]
    public static long WriteMemory(SharedMemory memory, long offset, byte[] bytes)
    {
        bytes.CopyTo(memory.GetSpan(offset, bytes.Length));
        return memory.Size;
    }

    [ProcessTarget]
    public static long WriteMemoryByName(string name, long offset, byte[] bytes)
    {
        using SharedMemory memory = SharedMemory.Open(name);
        bytes.CopyTo(memory.GetSpan(offset, bytes.Length));
        return memory.Size;
    }

    /// <summary>Makes memory under a name and keeps it until it is killed.</summary>
    [ProcessTarget]
    public static void KeepMemory(string name, long size, IProgress<int> made)
    {
        using SharedMemory memory = SharedMemory.Create(name, size);
        memory.Write(0, 42);
        made.Report(Environment.ProcessId);
        Thread.Sleep(Timeout.Infinite);
    }

    /// <summary>Makes much memory without a name, and leaves it to the end of the process, which comes in one of several ways.</summary>
    [ProcessTarget]
    public static void LeaveMemory(long size, string how, IProgress<int> made)
    {
        SharedMemory memory = new(size);
        memory.Span.Fill(1);
        made.Report(Environment.ProcessId);
        if (how == "hang")
        {
            Thread.Sleep(Timeout.Infinite);
        }

        GC.KeepAlive(memory);
    }

    /// <summary>Uses what a static field holds, which every process has made anew.</summary>
    [ProcessTarget]
    public static long UseStaticFields()
    {
        using (StaticFields.TheLock.Acquire())
        {
            StaticFields.Memory.Write(0, 1);
            return StaticFields.Memory.Size;
        }
    }

    [ProcessTarget]
    public static int ChangeList(SharedList list)
    {
        list[0] = "text";
        list[1] = (int)list[1]! + 1;
        list[^1] = null;
        return list.Count;
    }

    /// <summary>Makes a lock that it holds no longer than it lives.</summary>
    [ProcessTarget]
    public static ProcessLock MakeLock() => new();

    [ProcessTarget]
    public static Toolbox MakeToolbox(int number) => new("made", new ProcessLock(), new SharedValue<int>(number), null, [new ProcessEvent(isSet: true)], new() { ["numbers"] = new SharedArray<int>([number, number + 1]) });

    /// <summary>Uses all that a record, a list and a dictionary bring.</summary>
    [ProcessTarget]
    public static string UseToolbox(Toolbox box)
    {
        using (box.Lock.Acquire())
        {
            box.Number.Add(1);
            foreach (ProcessEvent theEvent in box.Events)
            {
                theEvent.Set();
            }

            foreach (SharedArray<int> array in box.Arrays.Values)
            {
                array.Add(0, 10);
            }
        }

        return $"{box.Name} {box.Spare is null} {box.Events.Count} {string.Join(',', box.Arrays.Keys)}";
    }

    [ProcessTarget]
    public static string UseAbsent(ProcessLock? theLock, SharedValue<int>? number, ProcessCondition? condition) => $"{theLock is null} {number is null} {condition is null}";

    /// <summary>Gives the same handle back.</summary>
    [ProcessTarget]
    public static ProcessEvent Return(ProcessEvent theEvent) => theEvent;

    /// <summary>Tells events by progress, and waits until each has been set.</summary>
    [ProcessTarget]
    public static int ReportEvents(int count, IProgress<ProcessEvent> events)
    {
        int heard = 0;
        for (int i = 0; i < count; i++)
        {
            using ProcessEvent theEvent = new();
            events.Report(theEvent);
            heard += theEvent.Wait(Deadlines.Event) ? 1 : 0;
        }

        return heard;
    }

    /// <summary>Gives values one by one, and disposes of each as soon as it was given.</summary>
    [ProcessTarget]
    public static async IAsyncEnumerable<SharedValue<int>> StreamValues(int count, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        for (int i = 0; i < count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            using SharedValue<int> value = new(i);
            yield return value;
        }

        await Task.Yield();
    }

    /// <summary>Hands what it got to its own child, and so on; the last one adds.</summary>
    [ProcessTarget]
    public static int AddAsDescendant(SharedValue<int> number, ProcessLock theLock, int depth)
    {
        if (depth > 0)
        {
            return AddAsDescendantProcess.RunAsync(number, theLock, depth - 1).GetAwaiter().GetResult();
        }

        using (theLock.Acquire())
        {
            return number.Add(1);
        }
    }

    /// <summary>Waits for a go, which its parent gives after it has disposed of its own handle.</summary>
    [ProcessTarget]
    public static int WaitAndAdd(string go, SharedValue<int> number, SharedMemory memory)
    {
        LifeJobs.WaitForFile(go);
        return number.Add(1) + memory.Read<int>(0);
    }

    /// <summary>All kinds at once, to be opened and closed.</summary>
    [ProcessTarget]
    public static bool TakeAll(
        ProcessLock theLock,
        ProcessRLock reentrant,
        ProcessSemaphore semaphore,
        ProcessBoundedSemaphore bounded,
        ProcessEvent theEvent,
        ProcessCondition condition,
        ProcessBarrier barrier,
        SharedValue<int> value,
        SharedArray<int> array,
        SharedMemory memory,
        SharedList list)
    {
        using (theLock.Acquire())
        using (reentrant.Acquire())
        using (semaphore.Acquire())
        using (bounded.Acquire())
        using (condition.Acquire())
        {
            theEvent.Set();
            condition.NotifyAll();
            value.Add(1);
            array.Add(0, 1);
            memory.Write(0, memory.Read<int>(0) + 1);
            list[0] = (int)list[0]! + 1;
            return barrier.Parties > 0;
        }
    }
}

/// <summary>Two numbers that go together.</summary>
public readonly record struct Place(double X, double Y);

/// <summary>Handles in a record, in a list and in a dictionary, and one that is absent.</summary>
public sealed record Toolbox(string Name, ProcessLock Lock, SharedValue<int> Number, ProcessLock? Spare, List<ProcessEvent> Events, Dictionary<string, SharedArray<int>> Arrays);

/// <summary>What a program keeps in static fields.</summary>
internal static class StaticFields
{
    public static readonly ProcessLock TheLock = new();

    public static readonly SharedMemory Memory = new(8 << 20);
}
