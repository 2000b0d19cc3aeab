using System.Diagnostics;
using ProcGen;

namespace Tour.Programs;

/// <summary>A worker dies in the middle of a call: that call fails and says how; the others go on, and so does the pool.</summary>
internal static partial class CrashProgram
{
    private const int Fatal = 4;

    public static async Task RunAsync(Facts facts)
    {
        await using ProcessPool pool = new(3);
        Task<int>[] calls = [.. Enumerable.Range(1, 10).Select(number => pool.CrashProgram.SquareAsync(number))];
        List<int> results = [];
        List<WorkerLostException> losses = [];
        foreach (Task<int> call in calls)
        {
            try
            {
                results.Add(await call);
            }
            catch (WorkerLostException exception)
            {
                Story.Tell($"lost: {exception.Message}");
                losses.Add(exception);
            }
        }

        Story.Tell($"{results.Count} results: {string.Join(' ', results)}");
        int later = await pool.CrashProgram.SquareAsync(11);
        Story.Tell($"the pool goes on: {later}");

        facts["results"] = results;
        facts["losses"] = losses.Select(loss => new { loss.Signal, loss.ProcessId, loss.Message });
        facts["later"] = later;
    }

    [ProcessTarget]
    internal static int Square(int number)
    {
        if (number == Fatal)
        {
            Process.GetCurrentProcess().Kill();
        }

        return number * number;
    }
}
