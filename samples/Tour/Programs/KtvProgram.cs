using ProcGen;

namespace Tour.Programs;

/// <summary>A karaoke room for four, and thirteen guests: a semaphore with four permits is the door.</summary>
internal static partial class KtvProgram
{
    private const int Guests = 13;
    private const int Places = 4;

    public static async Task RunAsync(Facts facts)
    {
        using ProcessSemaphore door = new(Places);
        using SharedValue<int> inside = new();
        SingProcess[] guests = [.. Enumerable.Range(1, Guests).Select(guest => new SingProcess(guest, door, inside))];
        foreach (SingProcess guest in guests)
        {
            guest.Start();
        }

        int[] insideWith = await Task.WhenAll(guests.Select(guest => guest.GetResultAsync()));
        foreach (SingProcess guest in guests)
        {
            guest.Dispose();
        }

        Story.Tell($"{insideWith.Length} guests have sung, at most {insideWith.Max()} at once; {inside.Value} are inside, {door.CurrentCount} places are free");

        facts["guests"] = insideWith.Length;
        facts["mostInside"] = insideWith.Max();
        facts["insideAtTheEnd"] = inside.Value;
        facts["freeAtTheEnd"] = door.CurrentCount;
    }

    /// <summary>Sings, and tells how many were inside when it had come in.</summary>
    [ProcessTarget]
    internal static int Sing(int guest, ProcessSemaphore door, SharedValue<int> inside)
    {
        using SemaphoreScope place = door.Acquire();

        // Counted in after the door was passed and out before the place is given back: the count is never more than are inside.
        int count = inside.Add(1);
        Story.Tell($"  guest {guest} comes in: {count} inside");
        Thread.Sleep(600);
        inside.Add(-1);
        return count;
    }
}
