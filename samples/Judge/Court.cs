using System.Diagnostics;
using ProcGen;

namespace Judge;

// One call compiles a submission, another runs it. Whatever it does there, it does to its own process: the pool says how that ended, starts
// another, and the verdict follows from the exception that the caller gets.
//
// What this is not: a jail. A submission has the rights of whoever runs the judge, and can reach files, the network and other processes. Who
// needs that runs the judge itself in a container.
internal sealed class Court : IAsyncDisposable
{
    // What a runtime needs before a program begins, and what the collector keeps besides its heap.
    private const long RuntimeMemory = 192L << 20;

    // Programs and answers are small. Whose are not would have the judge's memory instead of his own.
    private const int LargestMessage = 4 << 20;

    private readonly CommandLine _limits;
    private readonly ProcessPool _compilers;
    private readonly ProcessPool _sandboxes;
    private readonly ITargetExecutor _compiler;
    private readonly ITargetExecutor _sandbox;
    private readonly SemaphoreSlim _alone = new(1);

    public Court(CommandLine limits)
    {
        _limits = limits;
        _compilers = new ProcessPool(new ProcessPoolOptions { Name = "compiler", Workers = 1, Output = OutputMode.Null });
        _sandboxes = new ProcessPool(new ProcessPoolOptions
        {
            Name = "sandbox",
            Workers = limits.Workers,
            StandbyWorkers = limits.Workers,
            MaxTasksPerWorker = 1,
            WorkerMemoryLimit = limits.Memory,
            MessageLimit = LargestMessage,
            UseServerGC = false,
            UseConcurrentGC = false,
            Output = OutputMode.Null,
            GracePeriod = TimeSpan.FromMilliseconds(200),
        });

        // A submission may kill the workers beside its own. Those are tried again, at last alone; who kills himself does so each time.
        _compiler = _compilers.With(new CallOptions { Timeout = TimeSpan.FromSeconds(60), MaxAttempts = 3 });
        _sandbox = _sandboxes.With(new CallOptions { Timeout = limits.Time, Grace = TimeSpan.FromMilliseconds(100), MaxAttempts = 3 });
    }

    /// <summary>How many workers died for it.</summary>
    public int Deaths => _compilers.Statistics.Deaths.Count + _sandboxes.Statistics.Deaths.Count;

    public async ValueTask DisposeAsync()
    {
        await _compilers.DisposeAsync();
        await _sandboxes.DisposeAsync();
        _alone.Dispose();
    }

    /// <summary>Judges all submissions, each in its place. Nothing that they do is an exception here.</summary>
    public IReadOnlyList<Task<Judgement>> Judge(IReadOnlyList<string> files)
    {
        Task<Judgement>[] first = [.. files.Select(JudgeAsync)];
        return [.. first.Zip(files, (judging, file) => JudgeAgainIfKilledAsync(judging, file, Task.WhenAll(first)))];
    }

    // It may have been another submission that killed it, as often as it was tried: it has a trial of its own, when there is no other.
    private async Task<Judgement> JudgeAgainIfKilledAsync(Task<Judgement> first, string file, Task others)
    {
        Judgement judged = await first;
        if (judged.Verdict != Verdict.Killed)
        {
            return judged;
        }

        await others;
        await _alone.WaitAsync();
        try
        {
            return await JudgeAsync(file);
        }
        finally
        {
            _alone.Release();
        }
    }

    private async Task<Judgement> JudgeAsync(string file)
    {
        string name = Path.GetFileName(file);
        Compiled compiled;
        try
        {
            compiled = await _compiler.Compiler.CompileAsync(await File.ReadAllTextAsync(file));
        }
        catch (WorkerLostException lost) when (IsKill(lost))
        {
            return new Judgement(name, Verdict.Killed, $"its compiler {lost.ExitStatus}", TimeSpan.Zero);
        }
        catch (Exception exception) when (exception is WorkerLostException or TimeoutException)
        {
            return new Judgement(name, Verdict.CompileError, $"the compiler does not survive it: {FirstLine(exception)}", TimeSpan.Zero);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return new Judgement(name, Verdict.CompileError, $"it cannot be read: {FirstLine(exception)}", TimeSpan.Zero);
        }

        if (compiled.Errors.Length > 0)
        {
            return new Judgement(name, Verdict.CompileError, compiled.Errors[0], TimeSpan.Zero);
        }

        long began = Stopwatch.GetTimestamp();
        (Verdict verdict, string detail) = await RunAsync(compiled.Program);
        return new Judgement(name, verdict, detail, Stopwatch.GetElapsedTime(began));
    }

    private async Task<(Verdict Verdict, string Detail)> RunAsync(byte[] program)
    {
        await using MemoryGuard guard = new(_limits.Memory + RuntimeMemory);
        try
        {
            string[] answers = await _sandbox.Sandbox.RunAsync(program, [.. Problem.Tests.Select(static test => test.Input)], guard);
            return Check(answers);
        }
        catch (TimeoutException)
        {
            return (Verdict.TimeLimit, $"it had not ended after {_limits.Time.TotalSeconds:0.###} s");
        }
        catch (OutOfMemoryException)
        {
            return (Verdict.MemoryLimit, $"it wanted more than {_limits.Memory >> 20} MB");
        }
        catch (WorkerLostException lost) when (guard.HasKilled || lost.ExitStatus.Reason == ExitReason.OutOfMemoryLikely)
        {
            return (Verdict.MemoryLimit, $"it took more than {_limits.Memory >> 20} MB");
        }
        catch (WorkerLostException lost)
        {
            return (IsKill(lost) ? Verdict.Killed : Verdict.Crashed, $"its process {lost.ExitStatus}");
        }
        catch (Exception exception)
        {
            return (Verdict.Crashed, $"{(exception is RemoteException remote ? remote.TypeName : exception.GetType().Name)}: {FirstLine(exception)}");
        }
    }

    // The signals that nobody but a person, or a program for him, sends.
    private static bool IsKill(WorkerLostException lost) => lost.Signal is 2 or 9 or 15;

    private static (Verdict Verdict, string Detail) Check(string[] answers)
    {
        foreach ((Test test, string answer) in Problem.Tests.Zip(answers))
        {
            if (answer != test.Answer)
            {
                return (Verdict.WrongAnswer, $"for {test.Input} it says '{Clip(answer)}' and not {test.Answer}");
            }
        }

        return (Verdict.Accepted, $"{answers.Length} right answers");
    }

    private static string FirstLine(Exception exception) => Clip(exception.Message.Split('\n')[0]);

    private static string Clip(string text) => text.Length <= 60 ? text : $"{text[..60]}...";
}
