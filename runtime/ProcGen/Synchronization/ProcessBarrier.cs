using ProcGen.Memory;
using ProcGen.Serialization;
using ProcGen.Synchronization;
using ProcGen.Waiting;

namespace ProcGen;

/// <summary>Lets a number of processes wait for each other, round after round. Python: <c>multiprocessing.Barrier</c>.</summary>
/// <remarks>
/// When one gives up, throws in the action, or dies, whether it waits or has only taken part before, the barrier breaks: all that wait, and
/// all that come, get <see cref="BrokenBarrierException"/> until somebody calls <see cref="Reset"/>. A process that exits in good order does
/// not break it. It travels to other processes in arguments, results and messages; with a name, any process of the same user can open it.
/// Safe for use from any thread.
/// </remarks>
public sealed unsafe partial class ProcessBarrier : IDisposable, ISharedObject<ProcessBarrier>
{
    private readonly SharedReference _reference;
    private readonly SpinHistory _spins = new();
    private readonly Action? _action;
    private readonly TimeSpan _timeout;

    /// <summary>Makes a barrier without a name.</summary>
    /// <param name="parties">How many have to arrive: 1 to 32,767.</param>
    /// <param name="action">What the last to arrive runs before all go on. It runs in this process only: other processes that the barrier goes to set their own (<see cref="WithAction"/>), or have none.</param>
    /// <param name="timeout">How long <see cref="Wait(CancellationToken)"/> waits; null for without end.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number of parties or the time is out of range.</exception>
    /// <exception cref="SharedObjectException">There are too many shared objects.</exception>
    /// <exception cref="InsufficientMemoryException">There is no memory for it.</exception>
    public ProcessBarrier(int parties, Action? action = null, TimeSpan? timeout = null)
        : this(Make(null, parties), action, Durations.NotNegative(timeout ?? Timeout.InfiniteTimeSpan, nameof(timeout)))
    {
    }

    private ProcessBarrier(SharedReference reference, Action? action, TimeSpan timeout)
    {
        _ = Deadline.After(timeout);
        _reference = reference;
        _action = action;
        _timeout = timeout;
    }

    /// <summary>The name by which others can open it; null where it has none.</summary>
    public string? Name => _reference.Named?.Name;

    /// <summary>How many have to arrive. Python: <c>parties</c>.</summary>
    /// <exception cref="ObjectDisposedException">It was disposed of.</exception>
    public int Parties => (int)Cell->Parameter;

    /// <summary>How many wait at this moment. Python: <c>n_waiting</c>.</summary>
    /// <exception cref="ObjectDisposedException">It was disposed of.</exception>
    public int WaitingCount => Volatile.Read(ref Cell->Word) is var word && BarrierWord.StateOf(word) == BarrierWord.State.Filling ? BarrierWord.ArrivedOf(word) : 0;

    /// <summary>Whether it is broken. Python: <c>broken</c>.</summary>
    /// <exception cref="ObjectDisposedException">It was disposed of.</exception>
    public bool IsBroken => BarrierWord.StateOf(Volatile.Read(ref Cell->Word)) == BarrierWord.State.Broken;

    /// <summary>Why it is broken, if it is.</summary>
    /// <exception cref="ObjectDisposedException">It was disposed of.</exception>
    public BarrierBreak BreakReason => IsBroken ? BarrierWord.ReasonOf(Volatile.Read(ref Cell->Word)) : BarrierBreak.None;

    private Cell* Cell
    {
        get
        {
            ObjectDisposedException.ThrowIf(_reference.IsClosed, this);
            return _reference.Cell;
        }
    }

    /// <summary>Makes a barrier under a name, for processes that get no reference from this one.</summary>
    /// <param name="name">1 to 80 bytes in UTF-8, without NUL. It is this user's own, and goes with the last process that has the barrier open.</param>
    /// <param name="parties">How many have to arrive: 1 to 32,767.</param>
    /// <exception cref="SharedObjectException">The name is taken.</exception>
    /// <exception cref="ArgumentException">The name is empty, too long or contains NUL, or the number of parties is out of range.</exception>
    public static ProcessBarrier Create(string name, int parties) => new(Make(NamedArena.Require(name), parties), null, Timeout.InfiniteTimeSpan);

    /// <summary>Opens the barrier that has a name.</summary>
    /// <inheritdoc cref="Create"/>
    /// <exception cref="SharedObjectException">Nothing has the name, or something that is no barrier.</exception>
    public static ProcessBarrier Open(string name) => new(SharedReference.Find(CellKind.Barrier, BarrierWord.Repair, name), null, Timeout.InfiniteTimeSpan);

    /// <summary>Opens the barrier that has a name, or makes it where nothing has the name.</summary>
    /// <inheritdoc cref="Create"/>
    /// <exception cref="SharedObjectException">The name is taken by something that is no barrier, or one with another number of parties.</exception>
    public static ProcessBarrier OpenOrCreate(string name, int parties)
    {
        ThrowIfOutOfRange(parties);
        return new(
            SharedReference.FindOrMake(
                CellKind.Barrier,
                BarrierWord.Repair,
                name,
                (cell, _) => cell->Parameter = parties,
                cell => cell->Parameter == parties ? null : $"is a barrier for {cell->Parameter} parties and not for {parties}"),
            null,
            Timeout.InfiniteTimeSpan);
    }

    /// <summary>The same barrier with an action of this process: what this process runs when it is the last to arrive.</summary>
    /// <param name="action">The action.</param>
    /// <exception cref="ObjectDisposedException">It was disposed of.</exception>
    public ProcessBarrier WithAction(Action action)
    {
        ArgumentNullException.ThrowIfNull(action);
        ObjectDisposedException.ThrowIf(_reference.IsClosed, this);
        return new ProcessBarrier(_reference.Duplicate(), action, _timeout);
    }

    /// <summary>Waits until all parties have arrived. Python: <c>wait()</c>.</summary>
    /// <param name="cancellationToken">Ends the wait, and so breaks the barrier for the others.</param>
    /// <returns>How many had arrived before the caller: a number from 0 up that no other party of the round gets.</returns>
    /// <exception cref="BrokenBarrierException">It is or was broken, or the barrier's own time is up.</exception>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">It was disposed of.</exception>
    public int Wait(CancellationToken cancellationToken = default) => Wait(_timeout, cancellationToken);

    /// <summary>Waits until all parties have arrived, for a time; when the time is up, the barrier breaks. Python: <c>wait(timeout)</c>.</summary>
    /// <inheritdoc cref="Wait(CancellationToken)"/>
    /// <param name="timeout">How long to wait; <see cref="Timeout.InfiniteTimeSpan"/> for without end.</param>
    /// <param name="cancellationToken">Ends the wait, and so breaks the barrier for the others.</param>
    /// <exception cref="ArgumentOutOfRangeException">The time is negative.</exception>
    public int Wait(TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        Deadline deadline = Deadline.After(timeout);
        Cell* cell = Cell;
        ulong* ledger = _reference.Arena.OwnLedger(_reference.Index);
        BarrierWord.Enter(ledger);
        try
        {
            int index;
            ulong word;
            while (!BarrierWord.TryArrive(cell, out index, out word))
            {
                ThrowIfBroken(word);
                BarrierWord.EntryStep entry = new(_reference);
                GiveUpUnless(BlockingWait.Run(ref entry, _spins, deadline, cancellationToken), cancellationToken);
            }

            if (!IsLast(word))
            {
                BarrierWord.RoundStep round = new(_reference, word);
                WaitOutcome outcome = BlockingWait.Run(ref round, _spins, deadline, cancellationToken);
                Conclude(outcome, word, cancellationToken);
            }

            return index;
        }
        finally
        {
            BarrierWord.Leave(ledger);
            GC.KeepAlive(this);
        }
    }

    /// <summary>Breaks the barrier: all that wait, and all that come, get <see cref="BrokenBarrierException"/>. Python: <c>abort()</c>.</summary>
    /// <exception cref="ObjectDisposedException">It was disposed of.</exception>
    public void Abort()
    {
        BarrierWord.Break(Cell, BarrierBreak.Aborted);
        GC.KeepAlive(this);
    }

    /// <summary>Makes the barrier new. Those that wait get <see cref="BrokenBarrierException"/>. Python: <c>reset()</c>.</summary>
    /// <exception cref="ObjectDisposedException">It was disposed of.</exception>
    public void Reset()
    {
        BarrierWord.Reset(Cell);
        GC.KeepAlive(this);
    }

    /// <summary>Closes it in this process. The last holder anywhere frees the memory.</summary>
    public void Dispose() => _reference.Dispose();

    /// <summary>How it stands, for people and debuggers.</summary>
    public override string ToString()
    {
        string name = Name is { } own ? $"ProcessBarrier '{own}'" : "ProcessBarrier";
        return _reference.IsClosed ? $"{name} (disposed)"
            : IsBroken ? $"{name} (broken: {BreakReason})"
            : $"{name} ({WaitingCount} of {Parties} waiting)";
    }

    void ISharedObject<ProcessBarrier>.WriteReference(ref WireWriter writer)
    {
        _reference.Write(ref writer);
        writer.WriteInt64(_timeout == Timeout.InfiniteTimeSpan ? -1 : _timeout.Ticks);
    }

    static ProcessBarrier ISharedObject<ProcessBarrier>.ReadReference(ref WireReader reader) =>
        new(SharedReference.Read(ref reader, CellKind.Barrier, BarrierWord.Repair), null, reader.ReadInt64(-1) is >= 0 and var ticks ? new TimeSpan(ticks) : Timeout.InfiniteTimeSpan);

    private static SharedReference Make(string? name, int parties)
    {
        ThrowIfOutOfRange(parties);
        return SharedReference.Make(CellKind.Barrier, BarrierWord.Repair, name, (cell, _) => cell->Parameter = parties);
    }

    private static void ThrowIfOutOfRange(int parties)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(parties, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(parties, BarrierWord.MaxParties);
    }

    private void Enter()
    {
        _ = Cell;
        BarrierWord.Enter(_reference.Arena.OwnLedger(_reference.Index));
    }

    private void Leave() => BarrierWord.Leave(_reference.Arena.OwnLedger(_reference.Index));

    private bool TryArrive(out int index, out ulong word) => BarrierWord.TryArrive(Cell, out index, out word);

    // The last to arrive runs the action and lets all go on.
    private bool IsLast(ulong word)
    {
        if (BarrierWord.StateOf(word) != BarrierWord.State.Acting)
        {
            return false;
        }

        try
        {
            _action?.Invoke();
        }
        catch
        {
            BarrierWord.Break(Cell, BarrierBreak.ActionFailed, word);
            throw;
        }

        if (!BarrierWord.TryPass(Cell, word))
        {
            ThrowIfOver(word);
        }

        return true;
    }

    private void Conclude(WaitOutcome outcome, ulong word, CancellationToken cancellationToken)
    {
        if (outcome == WaitOutcome.Cancelled)
        {
            throw new OperationCanceledException($"The wait for {this} was cancelled, which broke it.", cancellationToken);
        }

        ThrowIfOver(word);
    }

    private void GiveUpUnless(WaitOutcome outcome, CancellationToken cancellationToken)
    {
        if (!outcome.IsCompleted(cancellationToken))
        {
            BarrierWord.Break(Cell, BarrierBreak.TimedOut);
            ThrowIfBroken(Volatile.Read(ref Cell->Word));
        }
    }

    private void ThrowIfOver(ulong mine)
    {
        if (BarrierWord.Outcome(Volatile.Read(ref _reference.Cell->Word), mine, out BarrierBreak reason) is not true)
        {
            throw Broken(reason);
        }
    }

    private static void ThrowIfBroken(ulong word)
    {
        if (BarrierWord.StateOf(word) == BarrierWord.State.Broken)
        {
            throw Broken(BarrierWord.ReasonOf(word));
        }
    }

    private static BrokenBarrierException Broken(BarrierBreak reason) => new(
        reason switch
        {
            BarrierBreak.PartyDied => "A process that takes part in the barrier died, so it is broken. Start the round anew after Reset().",
            BarrierBreak.TimedOut => "One that waited for the barrier gave up, so it is broken. Start the round anew after Reset().",
            BarrierBreak.ActionFailed => "The action of the barrier threw, so it is broken. Start the round anew after Reset().",
            BarrierBreak.Reset => "The barrier was reset while this party waited.",
            _ => "The barrier was aborted. Start the round anew after Reset().",
        },
        reason);
}
