using System.Diagnostics;
using ProcGen.Platform;

namespace ProcGen.Waiting;

// One wait for many things.
//
// A thread can sleep on 128 words at once (MaxWaitedWords). As long as that is enough, the caller sleeps itself, with a bell of its own as the
// last word if there is a token. Where it is not, each thing gets a wait of its own, which the threads of AsyncWait carry, as many as it takes; the first
// that is over ends the others. No wake is missed either way: each step is looked at after its word was marked, and before the sleep.
//
// A step belongs to one thread at a time: to the caller, or to the thread of AsyncWait until its wait is over.
internal sealed class ManyWaits
{
    private readonly IWaitable[] _waitables;
    private readonly IWaitStep[] _steps;

    public ManyWaits(IWaitable[] waitables)
    {
        _waitables = waitables;
        _steps = Array.ConvertAll(waitables, static waitable => (waitable ?? throw new ArgumentNullException(nameof(waitables), "One of what is waited for is null.")).NewWaitStep());
    }

    public IWaitable[] Run(Deadline deadline, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        IWaitable[] ready = FindReady();
        if (ready.Length > 0 || deadline.HasPassed)
        {
            return ready;
        }

        if (_steps.Length >= HostPlatform.Current.MaxWaitedWords)
        {
            return RunApart(deadline, cancellationToken);
        }

        LocalBell? bell = cancellationToken.CanBeCanceled ? new LocalBell() : null;
        using (cancellationToken.UnsafeRegister(static bell => ((LocalBell)bell!).Ring(), bell))
        {
            IWaitable[] found = Sleep(bell, deadline, cancellationToken);
            GC.KeepAlive(bell);
            return found;
        }
    }

    public async Task<IWaitable[]> RunAsync(Deadline deadline, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        IWaitable[] ready = FindReady();
        if (ready.Length > 0 || deadline.HasPassed)
        {
            return ready;
        }

        using CancellationTokenSource enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task[] waits = Begin(deadline, enough.Token);
        await Task.WhenAny(waits).ConfigureAwait(false);
        await enough.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(waits).ConfigureAwait(false);
        return End(cancellationToken);
    }

    private IWaitable[] RunApart(Deadline deadline, CancellationToken cancellationToken)
    {
        using CancellationTokenSource enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task[] waits = Begin(deadline, enough.Token);
        Task.WaitAny(waits, CancellationToken.None);
        enough.Cancel();
        Task.WaitAll(waits, CancellationToken.None);
        return End(cancellationToken);
    }

    private IWaitable[] FindReady() => [.. _waitables.Where((_, number) => _steps[number].TryComplete())];

    private IWaitable[] End(CancellationToken cancellationToken)
    {
        IWaitable[] ready = FindReady();
        if (ready.Length == 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
        }

        return ready;
    }

    // With nothing to wait for, the time passes.
    private Task[] Begin(Deadline deadline, CancellationToken cancellationToken) => _steps.Length == 0
        ? [PassAsync(deadline, cancellationToken)]
        : Array.ConvertAll(_steps, step => (Task)AsyncWait.Run(new OneOfMany(step), deadline, cancellationToken));

    // The clock of .NET's timers moves by several milliseconds at a time, and may have them end early by as much.
    private static async Task PassAsync(Deadline deadline, CancellationToken cancellationToken)
    {
        while (!deadline.HasPassed && !cancellationToken.IsCancellationRequested)
        {
            await Task.Delay(deadline.RemainingMilliseconds, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private unsafe IWaitable[] Sleep(LocalBell? bell, Deadline deadline, CancellationToken cancellationToken)
    {
        Span<WaitedWord> words = stackalloc WaitedWord[_steps.Length + 1];
        while (true)
        {
            int count = 0;
            if (bell is not null)
            {
                bell.Listen(out uint* word, out uint expected);
                words[count++] = new WaitedWord(word, expected);
            }

            bool isQuiet = true;
            foreach (IWaitStep step in _steps)
            {
                if (!step.PrepareToSleep(out uint* word, out uint expected))
                {
                    isQuiet = false;
                    break;
                }

                words[count++] = new WaitedWord(word, expected);
            }

            if (!isQuiet || deadline.HasPassed || cancellationToken.IsCancellationRequested)
            {
                if (End(cancellationToken) is { Length: > 0 } ready)
                {
                    return ready;
                }

                if (deadline.HasPassed)
                {
                    return [];
                }

                continue;
            }

            long until = deadline.OrAfter(BlockingWait.LongestSleep);
            HostPlatform.Current.WaitOnWords(words[..count], until);
            if (Stopwatch.GetTimestamp() >= until)
            {
                Array.ForEach(_steps, static step => step.OnOverslept());
            }
        }
    }

    /// <summary>A step as a structure, as waits want it.</summary>
    private readonly unsafe struct OneOfMany(IWaitStep step) : IWaitStep
    {
        public bool TryComplete() => step.TryComplete();

        public bool PrepareToSleep(out uint* word, out uint expected) => step.PrepareToSleep(out word, out expected);

        public bool Abandon() => step.Abandon();

        public void OnOverslept() => step.OnOverslept();
    }
}
