using System.Diagnostics;
using ProcGen;

namespace Tour.Programs;

/// <summary>
/// A process is killed while it holds a lock, half way through moving 30 from one account to another. The next one does not wait for ever: it
/// gets the lock, is told that its holder died, looks, and repairs.
/// </summary>
internal static partial class DeadlockProgram
{
    private const int Total = 100;

    public static async Task RunAsync(Facts facts)
    {
        using ProcessLock theLock = new();
        using SharedArray<int> accounts = new([Total, 0], theLock);
        using ProcessEvent isHalfDone = new();
        using ProcessEvent isNext = new();
        using MoveProcess holder = new(accounts, isHalfDone);
        using AuditProcess next = new(accounts, isNext);

        holder.Start();
        isHalfDone.Wait();
        next.Start();
        isNext.Wait();
        Story.Tell($"{theLock}; process {next.Id} wants it");

        Stopwatch watch = Stopwatch.StartNew();
        holder.Kill();
        holder.Join();
        Story.Tell($"the holder has ended: {holder.ExitStatus}");
        Finding told = await next.GetResultAsync();
        double seconds = watch.Elapsed.TotalSeconds;

        // It was told, and has repaired: those who come later have nothing to worry about.
        using AuditProcess later = new(accounts, isNext);
        later.Start();
        Finding untold = await later.GetResultAsync();
        Story.Tell($"in the end: {accounts[0]} and {accounts[1]}");

        facts["holderExitCode"] = holder.ExitCode;
        facts["seconds"] = seconds;
        facts["next"] = told;
        facts["later"] = untold;
        facts["total"] = accounts[0] + accounts[1];
    }

    /// <summary>Takes from one account, and is killed before it gives to the other.</summary>
    [ProcessTarget]
    internal static void Move(SharedArray<int> accounts, ProcessEvent isHalfDone)
    {
        using LockScope held = accounts.Acquire();
        accounts[0] -= 30;
        isHalfDone.Set();
        Thread.Sleep(TimeSpan.FromMinutes(1));
        accounts[1] += 30;
    }

    /// <summary>Looks at the accounts under the lock, and repairs them if somebody died over them.</summary>
    [ProcessTarget]
    internal static Finding Audit(SharedArray<int> accounts, ProcessEvent isNext)
    {
        isNext.Set();
        using LockScope held = accounts.Acquire();
        int found = accounts[0] + accounts[1];
        Story.Tell($"  process {ProcessInfo.Current.Id} has the lock, {(held.WasAbandoned ? "whose last holder died" : "and nobody died over it")}; it finds {found}");
        if (held.WasAbandoned)
        {
            accounts[1] += Total - found;
        }

        return new Finding(held.WasAbandoned, found);
    }

    /// <summary>What one saw who got the lock.</summary>
    internal sealed record Finding(bool WasAbandoned, int Found);
}
