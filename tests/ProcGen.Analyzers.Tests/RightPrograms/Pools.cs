// A pool in a field of a service: calls, maps, broadcasts, its end on several ways.
public sealed partial class Thumbnails : IAsyncDisposable
{
    private readonly ProcessPool _pool = new(new ProcessPoolOptions { Workers = 2, MaxTasksPerWorker = 100, Initializer = worker => worker.Images.Load("model") });
    private readonly Dictionary<int, Task<int>> _running = [];
    private Task? _warmUp;

    public async Task<IReadOnlyList<int>> AllAsync(IEnumerable<int> sizes, CancellationToken token)
    {
        _warmUp ??= _pool.Images.LoadAsync("model");
        await _warmUp.ConfigureAwait(false);
        List<int> done = [];
        await foreach (int size in _pool.Images.MapShrinkAsync(sizes).WithCancellation(token))
        {
            done.Add(size);
        }

        await _pool.BroadcastAsync(worker => worker.Images.ForgetAsync(), token);
        return done;
    }

    public Task<int> OneAsync(int size)
    {
        lock (_running)
        {
            return _running.TryGetValue(size, out Task<int>? known) ? known : _running[size] = Patient().Images.ShrinkAsync(size);
        }
    }

    public void Send(int size) => _ = _pool.Images.ShrinkAsync(size);

    public int[] Together(params int[] sizes)
    {
        (Task<int> first, Task<int> second) = (_pool.Images.ShrinkAsync(sizes[0]), _pool.Images.ShrinkAsync(sizes[^1]));
        Task.WaitAll(first, second);
        return [first.Result, second.Result];
    }

    public async ValueTask DisposeAsync()
    {
        await _pool.CompleteAsync();
        if (!_pool.Join(TimeSpan.FromSeconds(10)))
        {
            _pool.Terminate();
            _pool.Join();
        }

        await _pool.DisposeAsync();
        Console.WriteLine(_pool.Statistics);
    }

    private ITargetExecutor Patient() => _pool.With(new CallOptions { Timeout = TimeSpan.FromSeconds(5), MaxAttempts = 2 });
}

public static partial class Images
{
    private static readonly WorkerState<List<int>> Seen = new(() => []);
    private static string? s_model;

    [ProcessTarget]
    public static void Load(string model) => s_model = model;

    [ProcessTarget]
    public static void Forget() => Seen.Value.Clear();

    [ProcessTarget]
    public static int Shrink(int size)
    {
        Seen.Value.Add(size);
        return (s_model ?? throw new InvalidOperationException("no model")).Length + size;
    }
}

public static class Once
{
    public static int Run(int size)
    {
        using ProcessPool pool = new(1);
        int result = pool.Images.Shrink(size);
        pool.Close();
        pool.Join();
        return result;
    }

    public static async Task<int> RunAsync(int size, bool isHere)
    {
        await using ProcessPool? pool = isHere ? null : new ProcessPool();
        ITargetExecutor executor = (ITargetExecutor?)pool ?? new InlineExecutor();
        try
        {
            return await executor.Images.ShrinkAsync(size);
        }
        catch (WorkerLostException lost) when (lost.ExitStatus.Signal == 9)
        {
            return await executor.Images.ShrinkAsync(size / 2);
        }
    }
}
