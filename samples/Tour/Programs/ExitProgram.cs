using ProcGen;

namespace Tour.Programs;

/// <summary>How a process ended is one number, as in Python (-N for signal N), and the same in words.</summary>
internal static partial class ExitProgram
{
    public static Task RunAsync(Facts facts)
    {
        // What they write while they go down would hide what we want to see.
        const OutputMode Silent = OutputMode.Null;
        (string How, ChildProcess Process, Action<ChildProcess>? End)[] cases =
        [
            ("return", new ReturnProcess { Output = Silent }, null),
            ("throw", new ThrowProcess { Output = Silent }, null),
            ("exit", new ExitProcess(3) { Output = Silent }, null),
            ("terminate", new SleepProcess { Output = Silent }, static process => process.Terminate()),
            ("kill", new SleepProcess { Output = Silent }, static process => process.Kill()),
            ("overflow", new OverflowProcess(1) { Output = Silent }, null),
        ];

        Dictionary<string, string> words = [];
        foreach ((string how, ChildProcess process, Action<ChildProcess>? end) in cases)
        {
            process.Start();
            end?.Invoke(process);
            process.Join();
            Story.Tell($"{how,-10}{process.ExitCode,4}   {process.ExitStatus}");
            facts[how] = process.ExitCode;
            words[how] = $"{process.ExitStatus}";
            process.Dispose();
        }

        facts["words"] = words;
        return Task.CompletedTask;
    }

    [ProcessTarget]
    internal static void Return()
    {
    }

    [ProcessTarget]
    internal static void Throw() => throw new InvalidOperationException("thrown in the child");

    [ProcessTarget]
    internal static void Exit(int exitCode) => Environment.Exit(exitCode);

    [ProcessTarget]
    internal static void Sleep() => Thread.Sleep(TimeSpan.FromMinutes(1));

    [ProcessTarget]
    internal static int Overflow(int depth) => Overflow(depth + 1) + 1;
}
