using System.Text.Json;
using ProcGen;

namespace Tour.Programs;

/// <summary>
/// Twenty clients, five tickets, and a file that says how many are left. Who looks and then writes needs a lock around both: without one, all
/// see a ticket that only one can have.
/// </summary>
internal static partial class TicketsProgram
{
    private const int Clients = 20;
    private const int Tickets = 5;

    public static Task RunAsync(Facts facts) => SellAsync(facts, isSafe: true);

    public static Task RunUnsafeAsync(Facts facts) => SellAsync(facts, isSafe: false);

    private static async Task SellAsync(Facts facts, bool isSafe)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("tour-tickets-");
        string file = Path.Combine(folder.FullName, "tickets.json");
        Write(file, Tickets);

        using ProcessLock? counter = isSafe ? new() : null;

        // The sale begins when all are there, however long it took to start them.
        using ProcessBarrier sale = new(Clients);
        BuyProcess[] clients = [.. Enumerable.Range(1, Clients).Select(client => new BuyProcess(client, file, sale, counter))];
        foreach (BuyProcess client in clients)
        {
            client.Start();
        }

        bool[] hasTicket = await Task.WhenAll(clients.Select(client => client.GetResultAsync()));
        foreach (BuyProcess client in clients)
        {
            client.Dispose();
        }

        int sold = hasTicket.Count(has => has);
        int left = Read(file);
        folder.Delete(recursive: true);
        Story.Tell($"{Tickets} tickets, {sold} sold, {left} left: {(isSafe ? "one client at a time, under a lock" : "all clients at once, without a lock")}");

        facts["clients"] = hasTicket.Length;
        facts["tickets"] = Tickets;
        facts["sold"] = sold;
        facts["left"] = left;
    }

    [ProcessTarget]
    internal static bool Buy(int client, string file, ProcessBarrier sale, ProcessLock? counter)
    {
        sale.Wait();

        // A scope of no lock: disposing of it does nothing.
        using LockScope held = counter?.Acquire() ?? default;
        int left = Read(file);

        // The network between the client and the office.
        Thread.Sleep(50);
        if (left == 0)
        {
            Story.Tell($"  client {client} finds none left");
            return false;
        }

        Write(file, left - 1);
        Story.Tell($"  client {client} buys a ticket, {left - 1} left");
        return true;
    }

    private static int Read(string file) => JsonSerializer.Deserialize<Stock>(File.ReadAllText(file))!.Count;

    private static void Write(string file, int count)
    {
        // In one step, so that without a lock the count is wrong, and not the file.
        string draft = $"{file}.{ProcessInfo.Current.Id}";
        File.WriteAllText(draft, JsonSerializer.Serialize(new Stock(count)));
        File.Move(draft, file, overwrite: true);
    }

    private sealed record Stock(int Count);
}
