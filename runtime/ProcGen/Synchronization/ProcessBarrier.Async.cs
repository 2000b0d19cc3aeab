using ProcGen.Synchronization;
using ProcGen.Waiting;

namespace ProcGen;

// The members that hold no thread while they wait.
public sealed partial class ProcessBarrier
{
    /// <summary>Like <see cref="Wait(CancellationToken)"/>, without holding a thread.</summary>
    public ValueTask<int> WaitAsync(CancellationToken cancellationToken = default) => WaitAsync(_timeout, cancellationToken);

    /// <summary>Like <see cref="Wait(TimeSpan, CancellationToken)"/>, without holding a thread.</summary>
    public async ValueTask<int> WaitAsync(TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        Deadline deadline = Deadline.After(timeout);
        Enter();
        try
        {
            int index;
            ulong word;
            while (!TryArrive(out index, out word))
            {
                ThrowIfBroken(word);
                GiveUpUnless((await AsyncWait.Run(new BarrierWord.EntryStep(_reference), deadline, cancellationToken).ConfigureAwait(false)).Outcome, cancellationToken);
            }

            if (!IsLast(word))
            {
                Conclude((await AsyncWait.Run(new BarrierWord.RoundStep(_reference, word), deadline, cancellationToken).ConfigureAwait(false)).Outcome, word, cancellationToken);
            }

            return index;
        }
        finally
        {
            Leave();
        }
    }
}
