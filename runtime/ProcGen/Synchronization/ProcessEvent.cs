using ProcGen.Memory;
using ProcGen.Serialization;
using ProcGen.Synchronization;
using ProcGen.Waiting;

namespace ProcGen;

/// <summary>A flag that processes wait for. Python: <c>multiprocessing.Event</c>.</summary>
/// <remarks>
/// It stays set until it is cleared. Everybody who waits at the moment when it is set goes on, even if it is cleared at once. Nobody owns it:
/// no death changes it. It travels to other processes in arguments, results and messages; with a name, any process of the same user can open
/// it. Safe for use from any thread; nothing here makes a system call unless somebody sleeps.
/// </remarks>
public sealed unsafe partial class ProcessEvent : IDisposable, ISharedObject<ProcessEvent>, IWaitable
{
    private readonly SharedReference _reference;
    private readonly SpinHistory _spins = new();

    /// <summary>Makes an event without a name.</summary>
    /// <param name="isSet">Whether it is set at first.</param>
    /// <exception cref="SharedObjectException">There are too many shared objects.</exception>
    /// <exception cref="InsufficientMemoryException">There is no memory for it.</exception>
    public ProcessEvent(bool isSet = false)
        : this(SharedReference.Make(CellKind.Event, EventWord.Repair, null, Initial(isSet)))
    {
    }

    private ProcessEvent(SharedReference reference) => _reference = reference;

    /// <summary>The name by which others can open it; null where it has none.</summary>
    public string? Name => _reference.Named?.Name;

    /// <summary>Whether it is set at this moment. Python: <c>is_set()</c>.</summary>
    /// <exception cref="ObjectDisposedException">It was disposed of.</exception>
    public bool IsSet
    {
        get
        {
            bool isSet = (Volatile.Read(ref Cell->SleepWord) & EventWord.IsSet) != 0;
            GC.KeepAlive(this);
            return isSet;
        }
    }

    private Cell* Cell
    {
        get
        {
            ObjectDisposedException.ThrowIf(_reference.IsClosed, this);
            return _reference.Cell;
        }
    }

    /// <summary>Makes an event under a name, for processes that get no reference from this one.</summary>
    /// <param name="name">1 to 80 bytes in UTF-8, without NUL. It is this user's own, and goes with the last process that has the event open.</param>
    /// <param name="isSet">Whether it is set at first.</param>
    /// <exception cref="SharedObjectException">The name is taken.</exception>
    /// <exception cref="ArgumentException">The name is empty, too long or contains NUL.</exception>
    public static ProcessEvent Create(string name, bool isSet = false) => new(SharedReference.Make(CellKind.Event, EventWord.Repair, NamedArena.Require(name), Initial(isSet)));

    /// <summary>Opens the event that has a name.</summary>
    /// <inheritdoc cref="Create"/>
    /// <exception cref="SharedObjectException">Nothing has the name, or something that is no event.</exception>
    public static ProcessEvent Open(string name) => new(SharedReference.Find(CellKind.Event, EventWord.Repair, name));

    /// <summary>Opens the event that has a name, or makes it where nothing has the name.</summary>
    /// <inheritdoc cref="Create"/>
    /// <exception cref="SharedObjectException">The name is taken by something that is no event.</exception>
    public static ProcessEvent OpenOrCreate(string name, bool isSet = false) => new(SharedReference.FindOrMake(CellKind.Event, EventWord.Repair, name, Initial(isSet)));

    /// <summary>Sets it: everybody who waits goes on. Python: <c>set()</c>.</summary>
    /// <exception cref="ObjectDisposedException">It was disposed of.</exception>
    public void Set()
    {
        EventWord.Set(Cell);
        GC.KeepAlive(this);
    }

    /// <summary>Clears it: whoever waits from now on waits for the next <see cref="Set"/>. Python: <c>clear()</c>.</summary>
    /// <exception cref="ObjectDisposedException">It was disposed of.</exception>
    public void Clear()
    {
        EventWord.Clear(Cell);
        GC.KeepAlive(this);
    }

    /// <summary>The same as <see cref="Clear"/>, by the name that events of .NET have for it.</summary>
    public void Reset() => Clear();

    /// <summary>Waits until it is set. Python: <c>wait()</c>.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">It was disposed of.</exception>
    public void Wait(CancellationToken cancellationToken = default) => Wait(Deadline.Never, cancellationToken);

    /// <summary>Waits until it is set, for a time. Python: <c>wait(timeout)</c>.</summary>
    /// <param name="timeout">How long to wait; zero asks only, <see cref="Timeout.InfiniteTimeSpan"/> waits without end.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Whether it was set.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The time is negative.</exception>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">It was disposed of.</exception>
    public bool Wait(TimeSpan timeout, CancellationToken cancellationToken = default) => Wait(Deadline.After(timeout), cancellationToken);

    /// <summary>Closes it in this process. The last holder anywhere frees the memory.</summary>
    public void Dispose() => _reference.Dispose();

    /// <summary>Whether it is set, for people and debuggers.</summary>
    public override string ToString()
    {
        string name = Name is { } own ? $"ProcessEvent '{own}'" : "ProcessEvent";
        return _reference.IsClosed ? $"{name} (disposed)" : $"{name} ({(IsSet ? "set" : "unset")})";
    }

    IWaitStep IWaitable.NewWaitStep()
    {
        ObjectDisposedException.ThrowIf(_reference.IsClosed, this);
        return NewStep();
    }

    void ISharedObject<ProcessEvent>.WriteReference(ref WireWriter writer) => _reference.Write(ref writer);

    static ProcessEvent ISharedObject<ProcessEvent>.ReadReference(ref WireReader reader) => new(SharedReference.Read(ref reader, CellKind.Event, EventWord.Repair));

    private static CellInitializer Initial(bool isSet) => (cell, _) => cell->SleepWord = isSet ? EventWord.IsSet : 0;

    private bool Wait(Deadline deadline, CancellationToken cancellationToken)
    {
        if (IsSet && !cancellationToken.IsCancellationRequested)
        {
            return true;
        }

        EventWord.WaitStep step = new(_reference);
        WaitOutcome outcome = BlockingWait.Run(ref step, _spins, deadline, cancellationToken);
        GC.KeepAlive(this);
        return outcome.IsCompleted(cancellationToken);
    }

    private EventWord.WaitStep NewStep() => new(_reference);
}
