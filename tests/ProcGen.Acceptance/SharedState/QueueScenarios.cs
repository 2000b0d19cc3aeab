namespace ProcGen.Acceptance;

/// <summary>Processes that put an item and take one, round after round. A death may leave one item more or cost one.</summary>
internal sealed class QueueScenario : FaultScenario
{
    private const int Size = 8;

    private readonly ProcessQueue<long> _queue = new(Size);

    public override ChildProcess Make(int place, Dictionary<string, string?> environment) =>
        new SharedStateJobs.UseQueueProcess(_queue, Numbers, place) { EnvironmentVariables = environment };

    // Those who wait for an item that a death has cost.
    public override void Release() => _queue.TryPut(0);

    public override void Check(string point, int deaths) => QueueChecks.IsAsGoodAsNew(_queue, Size);

    public override void Dispose()
    {
        _queue.Dispose();
        base.Dispose();
    }
}

/// <summary>The same where an item whose consumer died goes back.</summary>
internal sealed class RedeliveringQueueScenario : FaultScenario
{
    private const int Size = 8;

    private readonly JoinableProcessQueue<long> _queue = new(Size) { Redeliver = true };

    public override ChildProcess Make(int place, Dictionary<string, string?> environment) =>
        new SharedStateJobs.UseJoinableQueueProcess(_queue, Numbers, place) { EnvironmentVariables = environment };

    public override void Release() => _queue.TryPut(0);

    public override void Check(string point, int deaths)
    {
        while (_queue.TryGet(out _))
        {
            _queue.TaskDone();
        }

        Assert.True(_queue.Join(Limit));
        QueueChecks.IsAsGoodAsNew(_queue, Size);
    }

    public override void Dispose()
    {
        _queue.Dispose();
        base.Dispose();
    }
}

/// <summary>The same with items of which most are too large for a block of the queue, and lie beside it.</summary>
internal sealed class LargeItemScenario : FaultScenario
{
    private const int Size = 8;

    private readonly ProcessQueue<int[]> _queue = new(Size);

    public override ChildProcess Make(int place, Dictionary<string, string?> environment) =>
        new SharedStateJobs.UseQueueOfLargeItemsProcess(_queue, Numbers, place) { EnvironmentVariables = environment };

    public override void Release() => _queue.TryPut([]);

    public override void Check(string point, int deaths)
    {
        while (_queue.TryGet(out _))
        {
        }

        for (int length = 0; length < Size; length++)
        {
            Assert.True(_queue.TryPut(new int[length * 10_000]));
        }

        Assert.False(_queue.TryPut([]));
        _queue.Complete();
        Assert.Equal(Enumerable.Range(0, Size).Select(static length => length * 10_000), _queue.GetAll().Select(static item => item.Length));
    }

    public override void Dispose()
    {
        _queue.Dispose();
        base.Dispose();
    }
}

internal static class QueueChecks
{
    public static void IsAsGoodAsNew(ProcessQueueBase<long> queue, int size)
    {
        while (queue.TryGet(out _))
        {
        }

        for (int i = 0; i < size; i++)
        {
            Assert.True(queue.TryPut(i));
        }

        Assert.False(queue.TryPut(size));
        queue.Complete();
        Assert.Equal(Enumerable.Range(0, size).Select(static i => (long)i), queue.GetAll());
    }
}
