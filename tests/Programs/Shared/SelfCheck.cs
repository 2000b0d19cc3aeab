using System.Diagnostics;
using ProcGen;

namespace Programs;

/// <summary>What must work in a program, however it was built and started. Linked into the programs beside this folder.</summary>
internal static partial class SelfCheck
{
    private static int s_failed;

    /// <summary>Runs all checks. Returns the exit code.</summary>
    public static async Task<int> RunAsync()
    {
        Console.WriteLine($"main {ProcessInfo.Current.Id}");
        Check("a child runs, and its result crosses", await SumProcess.RunAsync([1, 2, 3]) == 6);
        Check("a child may have children", await SumInGrandchildProcess.RunAsync([4, 5]) == 9);

        using (Greeting greeting = new() { Who = "world", Output = OutputMode.Capture })
        {
            List<string> lines = [];
            greeting.OutputReceived += line => lines.Add(line.Text);
            greeting.Start();
            greeting.Join();
            Check("an object runs in a child, and its output can be read", greeting.ExitCode == 0 && lines is ["hello world"]);
        }

        try
        {
            await FailProcess.RunAsync("the reason");
            Check("an exception crosses", false);
        }
        catch (InvalidOperationException exception)
        {
            Check("an exception crosses with its type", exception.Message == "the reason");
        }

        using (WaitProcess wait = new())
        {
            wait.Start();
            wait.Kill();
            wait.Join();
            Check("a killed child is known as such", wait.ExitCode == -9);
        }

        using (ProcessLock held = new())
        using (SharedValue<int> counter = new(40))
        using (HoldProcess hold = new(held, counter))
        {
            hold.Start();
            while (!held.IsLocked)
            {
                await Task.Yield();
            }

            hold.Kill();
            using LockScope scope = held.Acquire();
            Check("a value is shared, and a dead process' lock is had and told of", counter.Value == 42 && scope.WasAbandoned);
        }

        await using (ProcessPool pool = new(2))
        {
            Check("a pool runs a call", pool.SelfCheck.Sum([1, 2]) == 3);
            List<int> sums = [];
            await foreach (int sum in pool.SelfCheck.MapSumAsync(Enumerable.Range(1, 20).Select(number => new[] { number, number })))
            {
                sums.Add(sum);
            }

            Check("a pool maps in order", sums.SequenceEqual(Enumerable.Range(1, 20).Select(number => 2 * number)));
            try
            {
                await pool.SelfCheck.CrashAsync();
                Check("a lost call is told", false);
            }
            catch (WorkerLostException exception)
            {
                Check("a lost call is told, with the signal", exception.Signal == 9);
            }

            Check("a pool goes on after a crash", await pool.SelfCheck.SumAsync([7, 8]) == 15);
        }

        Check("nobody is left", ChildProcess.Active.Count == 0);
        Console.WriteLine(s_failed == 0 ? "all checks passed" : $"{s_failed} checks failed");
        return s_failed == 0 ? 0 : 1;
    }

    [ProcessTarget]
    internal static int Sum(int[] numbers) => numbers.Sum();

    [ProcessTarget]
    internal static Task<int> SumInGrandchild(int[] numbers) => SumProcess.RunAsync(numbers);

    [ProcessTarget]
    internal static void Fail(string reason) => throw new InvalidOperationException(reason);

    [ProcessTarget]
    internal static void Wait() => Thread.Sleep(TimeSpan.FromMinutes(1));

    [ProcessTarget]
    internal static void Hold(ProcessLock held, SharedValue<int> counter)
    {
        counter.Add(2);
        held.Acquire();
        Wait();
    }

    [ProcessTarget]
    internal static void Crash() => Process.GetCurrentProcess().Kill();

    private static void Check(string what, bool isTrue)
    {
        Console.WriteLine($"{(isTrue ? "passed" : "FAILED")}: {what}");
        s_failed += isTrue ? 0 : 1;
    }
}

internal sealed partial class Greeting : ChildProcess
{
    public required string Who { get; init; }

    [ProcessTarget]
    public override void Run() => Console.WriteLine($"hello {Who}");
}
