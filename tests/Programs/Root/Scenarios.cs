using System.Collections.Concurrent;
using System.Globalization;
using ProcGen;

namespace Root;

/// <summary>What tests let a whole program do. Each prints lines that its test waits for.</summary>
internal static class Scenarios
{
    public static async Task<int> RunAsync(string name, string[] arguments)
    {
        switch (name)
        {
            case "add":
                Console.WriteLine(await Jobs.AddProcess.RunAsync(1, 2));
                return 0;

            // add FILE: the answer goes to a file, for programs without standard output.
            case "add-to-file":
                await Jobs.PrintProcess.RunAsync("lost");
                await File.WriteAllTextAsync(arguments[0], (await Jobs.AddProcess.RunAsync(1, 2)).ToString(CultureInfo.InvariantCulture));
                return 0;

            case "streams":
                await Jobs.PrintBothProcess.RunAsync("child out", "child err");
                return 0;

            case "start":
                return Start(arguments);

            // Whoever ends with children: a daemon, and one that works until a file is there.
            case "leave":
                return await Leave(arguments[0], arguments[1], arguments[2]);

            case "chain":
                await HangWith(running => new Jobs.ChainProcess(int.Parse(arguments[0], CultureInfo.InvariantCulture), running));
                return 0;

            case "hang":
                await HangWith(static running => new Jobs.HangProcess(running));
                return 0;

            case "clean-up":
                await HangWith(running => new Jobs.CleanUpProcess(arguments[0], running));
                return 0;

            case "stubborn":
                await HangWith(static running => new Jobs.StubbornProcess(running));
                return 0;

            case "orphans":
                await HangWith(
                    running => new Jobs.WorkProcess(arguments[0], arguments[1], running) { OnParentExit = OnParentExit.Continue },
                    running => new Jobs.WorkProcess(arguments[0], arguments[1], running) { OnParentExit = OnParentExit.End });
                return 0;

            case "variables":
                foreach (string? value in Jobs.Variables(arguments[0], 2))
                {
                    Console.WriteLine($"variable {value}");
                }

                Console.WriteLine($"other {await Jobs.VariableOfOtherProgramProcess.RunAsync(arguments[0])}");
                return 0;

            case "eager":
                return await Try(() => EagerJobs.GetProcess.RunAsync());

            // repeat OPERATION COUNT
            case "repeat":
                return SharedScenarios.Repeat(arguments[0], int.Parse(arguments[1], CultureInfo.InvariantCulture));

            case "pool-of-children":
                await Crowd(int.Parse(arguments[0], CultureInfo.InvariantCulture));
                return 0;

            case "forget-a-pool":
                return PoolScenarios.Forget();

            case "keep-a-pool":
                return await PoolScenarios.KeepAsync(arguments[0]);

            case "busy-pools":
                return await PoolScenarios.BusyAsync();

            case "share-make":
                return await NamedScenarios.MakeAsync(arguments[0]);

            case "share-count":
                return await NamedScenarios.CountAsync(arguments[0], arguments[1]);

            case "share-take":
                return await NamedScenarios.TakeAsync(arguments[0]);

            default:
                Console.Error.WriteLine($"There is no scenario '{name}'.");
                return 2;
        }
    }

    /// <summary>Starts a child from another program and tells what becomes of it.</summary>
    private static int Start(string[] arguments)
    {
        try
        {
            using var process = new Jobs.AddProcess(1, 2) { Executable = arguments.Length > 0 ? arguments[0] : null };
            process.Start();
            process.Join();
            Console.WriteLine($"exit {process.ExitCode}");
            Console.WriteLine($"failure {Describe(process.Exception)}");
        }
        catch (Exception exception)
        {
            Console.WriteLine($"thrown {Describe(exception)}");
        }

        return 0;
    }

    private static async Task<int> Try(Func<Task> run)
    {
        try
        {
            await run();
            Console.WriteLine("succeeded");
        }
        catch (Exception exception)
        {
            Console.WriteLine($"thrown {Describe(exception)}");
        }

        return 0;
    }

    private static string Describe(Exception? exception) => exception switch
    {
        null => "none",
        ProcessStartException start => $"{nameof(ProcessStartException)} {start.Failure} {OneLine(start.Message)}",
        { InnerException: { } inner } => $"{exception.GetType().Name} {OneLine(exception.Message)} because of {Describe(inner)}",
        _ => $"{exception.GetType().Name} {OneLine(exception.Message)}",
    };

    private static string OneLine(string text) => text.ReplaceLineEndings(" | ");

    private static async Task<int> Leave(string how, string go, string done)
    {
        Reports reports = new(2);
        new Jobs.HangProcess(reports) { IsDaemon = true }.Start();
        new Jobs.WorkProcess(go, done, reports).Start();
        await reports.All.Task;
        Console.WriteLine("leaving");
        switch (how)
        {
            case "return":
                return 5;
            case "exit":
                Environment.Exit(5);
                break;
            case "hang":
                await Task.Delay(Timeout.Infinite);
                break;
            case "throw":
                throw new InvalidOperationException("leaving in disorder");
        }

        return 0;
    }

    private static async Task HangWith(params Func<IProgress<int>, ChildProcess>[] make)
    {
        Reports reports = new(make.Length);
        foreach (Func<IProgress<int>, ChildProcess> one in make)
        {
            ChildProcess process = one(reports);
            process.Start();
            Console.WriteLine($"child {process.Id}");
        }

        await reports.All.Task;
        Console.WriteLine("ready");
        await Task.Delay(Timeout.Infinite);
    }

    private static async Task Crowd(int count)
    {
        Reports reports = new(count);
        for (int i = 0; i < count; i++)
        {
            new Jobs.ChainProcess(i % 3, reports).Start();
        }

        await reports.All.Task;
        Console.WriteLine("ready");
        await Task.Delay(Timeout.Infinite);
    }

    private sealed class Reports(int expected) : IProgress<int>
    {
        private readonly ConcurrentBag<int> _seen = [];

        public TaskCompletionSource All { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Report(int value)
        {
            _seen.Add(value);
            if (_seen.Count == expected)
            {
                All.TrySetResult();
            }
        }
    }
}
