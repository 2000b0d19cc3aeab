using ProcGen;

namespace Tour.Programs;

/// <summary>Ten cooks put dishes on a counter for three; ten guests take them. Who finds the counter full or empty waits, and nobody waits for nothing.</summary>
internal static partial class QueueProgram
{
    private const int Cooks = 10;
    private const int Guests = 10;
    private const int DishesOfEach = 10;
    private const int Room = 3;

    public static async Task RunAsync(Facts facts)
    {
        using var counter = new ProcessQueue<Dish>(Room);
        CookProcess[] cooks = [.. Enumerable.Range(1, Cooks).Select(cook => new CookProcess(cook, counter))];
        EatProcess[] guests = [.. Enumerable.Range(1, Guests).Select(guest => new EatProcess(guest, counter))];
        foreach (ChildProcess process in guests.Cast<ChildProcess>().Concat(cooks))
        {
            process.Start();
        }

        int[] full = await Task.WhenAll(cooks.Select(cook => cook.GetResultAsync()));

        // Nobody cooks any more: the guests eat what is there, and go.
        counter.Complete();
        List<Dish>[] eaten = await Task.WhenAll(guests.Select(guest => guest.GetResultAsync()));
        foreach (ChildProcess process in guests.Cast<ChildProcess>().Concat(cooks))
        {
            process.Dispose();
        }

        Dish[] all = [.. eaten.SelectMany(dishes => dishes)];
        Story.Tell($"{Cooks * DishesOfEach} dishes cooked, {all.Length} eaten, {all.Distinct().Count()} different ones; at most {full.Max()} on the counter");

        facts["produced"] = Cooks * DishesOfEach;
        facts["consumed"] = all.Length;
        facts["distinct"] = all.Distinct().Count();
        facts["mostAtOnce"] = full.Max();
        facts["room"] = Room;
        facts["left"] = counter.Count;
    }

    [ProcessTarget]
    internal static int Cook(int cook, ProcessQueue<Dish> counter)
    {
        int most = 0;
        for (int number = 1; number <= DishesOfEach; number++)
        {
            counter.Put(new Dish(cook, number));
            most = Math.Max(most, counter.Count);
        }

        return most;
    }

    [ProcessTarget]
    internal static async Task<List<Dish>> Eat(int guest, ProcessQueue<Dish> counter)
    {
        List<Dish> eaten = [];
        await foreach (Dish dish in counter.GetAllAsync())
        {
            eaten.Add(dish);
        }

        Story.Tell($"  guest {guest} has eaten {eaten.Count}");
        return eaten;
    }

    internal sealed record Dish(int Cook, int Number);
}
