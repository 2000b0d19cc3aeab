// Processes in collections, helper methods, waits with a limit, the way from asking to killing.
using ProcessLock printer = new();
using ProcessEvent isOpen = new();
List<ChildProcess> farm = [];
for (int number = 0; number < 4; number++)
{
    farm.Add(new Farm.DigProcess(printer, isOpen, number) { Name = $"digger {number}", IsDaemon = number > 2 });
}

foreach (ChildProcess digger in farm)
{
    digger.Start();
}

Dictionary<string, ChildProcess> byName = farm.ToDictionary(digger => digger.Name);
isOpen.Set();
try
{
    foreach (ChildProcess digger in farm)
    {
        if (!Farm.End(digger, TimeSpan.FromSeconds(5)))
        {
            Console.Error.WriteLine($"{digger.Name} did not end");
        }
    }
}
finally
{
    farm.ForEach(digger => digger.Dispose());
}

using Farm.DigProcess last = new(printer, isOpen, 9);
last.Start();
last.Terminate();
if (!last.Join(TimeSpan.FromSeconds(1)))
{
    last.Kill();
    last.Join();
}

Farm.CountProcess? counter = byName.Count > 0 ? new(3) : null;
counter?.Start();
int? sum = counter?.Result;
counter?.Dispose();
Console.WriteLine($"{sum} {byName.Count} {last.ExitStatus}");

using (ChildProcess one = Farm.Begin(new Farm.CountProcess(1)))
{
    one.Join();
}

int total = await Farm.CountProcess.RunAsync(5) + await Task.Run(() => Farm.CountProcess.RunAsync(6));
Task<int>[] all = [.. Enumerable.Range(0, 3).Select(n => Farm.CountProcess.RunAsync(n))];
await foreach (Task<int> done in Task.WhenEach(all))
{
    total += await done;
}

return total > 0 ? 0 : 1;

internal static partial class Farm
{
    [ProcessTarget]
    internal static void Dig(ProcessLock printer, ProcessEvent isOpen, int number)
    {
        isOpen.Wait();
        for (int i = 0; i < 3; i++)
        {
            using (printer.Acquire())
            {
                Console.WriteLine($"{number}: {i}");
            }
        }
    }

    [ProcessTarget]
    internal static int Count(int upTo) => Enumerable.Range(0, upTo).Sum();

    internal static T Begin<T>(T process)
        where T : ChildProcess
    {
        process.Start();
        return process;
    }

    internal static bool End(ChildProcess process, TimeSpan limit)
    {
        switch (process)
        {
            case { IsAlive: false }:
                process.Join();
                return true;
            case var running when running.Join(limit):
                return true;
            default:
                process.Kill();
                return process.Join(limit);
        }
    }
}
