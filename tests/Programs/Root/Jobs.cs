using System.Diagnostics;
using System.Runtime.InteropServices;
using ProcGen;

namespace Root;

public static partial class Jobs
{
    [ProcessTarget]
    public static int Add(int left, int right) => left + right;

    [ProcessTarget]
    public static void Print(string text) => Console.WriteLine(text);

    [ProcessTarget]
    public static void PrintBoth(string output, string error)
    {
        Console.WriteLine(output);
        Console.Error.WriteLine(error);
    }

    [ProcessTarget]
    public static void Hang(IProgress<int> running)
    {
        running.Report(Environment.ProcessId);
        Thread.Sleep(Timeout.Infinite);
    }

    /// <summary>Hangs in a worker of a pool of this process.</summary>
    [ProcessTarget]
    public static void HangInPool(IProgress<int> running)
    {
        using ProcessPool pool = new(1);
        pool.Jobs.Hang(running);
    }

    /// <summary>A chain of processes, each of which waits for its child; the last one hangs.</summary>
    [ProcessTarget]
    public static void Chain(int depth, IProgress<int> running)
    {
        if (depth == 0)
        {
            Hang(running);
        }

        using var child = new ChainProcess(depth - 1, running);
        child.Start();
        child.Join();
    }

    /// <summary>Waits until it is cancelled and then leaves a line, which takes it a while.</summary>
    [ProcessTarget]
    public static async Task CleanUpAsync(string file, IProgress<int> running, CancellationToken cancellationToken = default)
    {
        try
        {
            running.Report(Environment.ProcessId);
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }
        finally
        {
            await Task.Delay(200, CancellationToken.None);
            await File.AppendAllTextAsync(file, "cleaned\n", CancellationToken.None);
        }
    }

    /// <summary>Heeds nothing that can be not heeded.</summary>
    [ProcessTarget]
    public static void Stubborn(IProgress<int> running)
    {
        using var first = PosixSignalRegistration.Create(PosixSignal.SIGINT, static context => context.Cancel = true);
        AppDomain.CurrentDomain.ProcessExit += static (_, _) => Thread.Sleep(Timeout.Infinite);
        running.Report(Environment.ProcessId);
        Thread.Sleep(Timeout.Infinite);
    }

    /// <summary>Works on until a file is there, then leaves a line.</summary>
    [ProcessTarget]
    public static void Work(string go, string done, IProgress<int>? running = null)
    {
        running?.Report(Environment.ProcessId);
        while (!File.Exists(go))
        {
            Thread.Sleep(5);
        }

        File.AppendAllText(done, $"{Environment.ProcessId}\n");
    }

    [ProcessTarget]
    public static string?[] Variables(string name, int depth) =>
        depth == 0 ? [Environment.GetEnvironmentVariable(name)] : [Environment.GetEnvironmentVariable(name), .. VariablesProcess.RunAsync(name, depth - 1).GetAwaiter().GetResult()];

    /// <summary>Starts a program that is no child of ours and tells what it sees of a variable.</summary>
    [ProcessTarget]
    public static string VariableOfOtherProgram(string name)
    {
        using var process = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", $"echo \"<${name}>\""]) { RedirectStandardOutput = true })!;
        return process.StandardOutput.ReadToEnd().Trim();
    }
}
