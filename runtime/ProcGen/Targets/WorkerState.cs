namespace ProcGen;

// What has been made in this process, to be disposed at its orderly exit: newest first, for a newer one may stand on an older.
internal static class WorkerStates
{
    private static readonly Lock Gate = new();
    private static readonly Stack<Action> Ends = new();

    public static void Add(Action end)
    {
        lock (Gate)
        {
            if (Ends.Count == 0)
            {
                AppDomain.CurrentDomain.ProcessExit += static (_, _) => EndAll();
            }

            Ends.Push(end);
        }
    }

    private static void EndAll()
    {
        while (true)
        {
            Action? end;
            lock (Gate)
            {
                if (!Ends.TryPop(out end))
                {
                    return;
                }
            }

            try
            {
                end();
            }
            catch (Exception exception)
            {
                // The others are to be disposed all the same.
                Console.Error.WriteLine($"Process {ProcessIdText()}: the state of a worker could not be disposed.{Environment.NewLine}{exception}");
            }
        }
    }

    private static string ProcessIdText() => Environment.ProcessId.ToString(System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>Something that a worker makes once and keeps for all its calls: a model, a connection, a cache. Python: a global that the initializer sets.</summary>
/// <typeparam name="T">What is kept. If it is <see cref="IDisposable"/> or <see cref="IAsyncDisposable"/> it is disposed when the worker exits in good order, not when it is killed.</typeparam>
/// <remarks>
/// Declare it as a static field of the class whose targets use it. Each process has its own value, the one that made the pool too: processes
/// share no memory. Safe for use from any thread; the function that makes the value runs once, and again after it threw.
/// </remarks>
public sealed class WorkerState<T>
{
    private readonly Lock _gate = new();
    private readonly Func<T>? _make;
    private T _value = default!;
    private volatile bool _isMade;

    /// <summary>A value that the pool's initializer sets through <see cref="Value"/>.</summary>
    public WorkerState()
    {
    }

    /// <summary>A value that is made when it is first asked for.</summary>
    /// <param name="make">Makes it.</param>
    public WorkerState(Func<T> make)
    {
        ArgumentNullException.ThrowIfNull(make);
        _make = make;
    }

    /// <summary>Whether the value has been made or set in this process.</summary>
    public bool IsCreated => _isMade;

    /// <summary>The value; made if need be. Setting it is for initializers: a value that is there already is replaced and not disposed before the exit.</summary>
    /// <exception cref="InvalidOperationException">It was not set, and there is no function that makes it.</exception>
    public T Value
    {
        get => _isMade ? _value : Make();
        set
        {
            lock (_gate)
            {
                Keep(value);
            }
        }
    }

    private T Make()
    {
        lock (_gate)
        {
            if (!_isMade)
            {
                Keep((_make ?? throw new InvalidOperationException($"This worker's {typeof(T).Name} was not set: let the pool's initializer do it, or give a function that makes it."))());
            }

            return _value;
        }
    }

    private void Keep(T value)
    {
        _value = value;
        _isMade = true;
        switch (value)
        {
            case IDisposable disposable:
                WorkerStates.Add(disposable.Dispose);
                break;
            case IAsyncDisposable disposable:
                WorkerStates.Add(() => disposable.DisposeAsync().AsTask().GetAwaiter().GetResult());
                break;
        }
    }
}
