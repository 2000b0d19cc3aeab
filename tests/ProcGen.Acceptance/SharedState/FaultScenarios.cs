namespace ProcGen.Acceptance;

/// <summary>A primitive in use by processes, one of which a fault point ends or stops.</summary>
internal abstract class FaultScenario : IDisposable
{
    protected static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    protected SharedArray<long> Numbers { get; } = Board.New();

    public Board Board => new(Numbers);

    /// <summary>Prepares what the victim is to find, before it and the bystanders start.</summary>
    public virtual Task Begin() => Task.CompletedTask;

    /// <summary>Whether the bystanders are there before the victim.</summary>
    public virtual bool BystandersComeFirst => true;

    /// <summary>At which passages of its point victims die, one victim after the other.</summary>
    public virtual int[] Hits => [1, 4];

    public abstract ChildProcess Make(int place, Dictionary<string, string?> environment);

    /// <summary>Whether others have to wait for a victim that is stopped at this point.</summary>
    public virtual bool HoldsBack(string point) => false;

    /// <summary>The victim is gone: what its users do then.</summary>
    public virtual Task OutliveVictim() => Task.CompletedTask;

    /// <summary>Lets those go that wait. Called until all have gone.</summary>
    public virtual void Release()
    {
    }

    /// <summary>All are gone: the primitive must be as good as new.</summary>
    /// <param name="point">Where victims died.</param>
    /// <param name="deaths">How many did.</param>
    public abstract void Check(string point, int deaths);

    public virtual void Dispose() => Numbers.Dispose();

    /// <summary>The processes that this one started indirectly and inherited.</summary>
    protected int GrandchildId => (int)Board[Board.GrandchildId];

    public void Stop()
    {
        Board board = Board;
        board[Board.Stop] = 1;
    }

    protected void CheckLock(ProcessLockBase theLock, int told)
    {
        Assert.False(theLock.IsLocked);
        Assert.True(theLock.TryAcquire(Limit));
        told -= theLock.WasAbandoned ? 1 : 0;
        theLock.Release();
        Assert.Equal(told, Board[Board.Abandonments]);

        // Once told, never again.
        using (theLock.Acquire())
        {
            Assert.False(theLock.WasAbandoned);
        }
    }
}

internal sealed class LockScenario(bool isReentrant) : FaultScenario
{
    private readonly ProcessLockBase _lock = isReentrant ? new ProcessRLock() : new ProcessLock();

    public override ChildProcess Make(int place, Dictionary<string, string?> environment) => _lock is ProcessRLock reentrant
        ? new SharedStateJobs.UseReentrantLockProcess(reentrant, Numbers, place) { EnvironmentVariables = environment }
        : new SharedStateJobs.UseLockProcess((ProcessLock)_lock, Numbers, place) { EnvironmentVariables = environment };

    public override bool HoldsBack(string point) => point is "LockTaken" or "LockHolderNoted" or "LockHolderForgotten";

    public override void Check(string point, int deaths) => CheckLock(_lock, HoldsBack(point) ? deaths : 0);

    public override void Dispose()
    {
        _lock.Dispose();
        base.Dispose();
    }
}

internal sealed class SemaphoreScenario : FaultScenario
{
    private const int Permits = 2;

    private readonly ProcessBoundedSemaphore _semaphore = new(Permits);

    public override ChildProcess Make(int place, Dictionary<string, string?> environment) =>
        new SharedStateJobs.UseSemaphoreProcess(_semaphore, Numbers, place) { EnvironmentVariables = environment };

    public override void Check(string point, int deaths)
    {
        Assert.Equal(Permits, _semaphore.CurrentCount);
        for (int i = 0; i < Permits; i++)
        {
            Assert.True(_semaphore.TryAcquire());
        }

        Assert.False(_semaphore.TryAcquire());
        _semaphore.Release(Permits);
    }

    public override void Dispose()
    {
        _semaphore.Dispose();
        base.Dispose();
    }
}

internal sealed class EventScenario : FaultScenario
{
    private readonly ProcessEvent _event = new();

    public override ChildProcess Make(int place, Dictionary<string, string?> environment) =>
        new SharedStateJobs.UseEventProcess(_event, Numbers, place) { EnvironmentVariables = environment };

    public override void Release() => _event.Set();

    public override void Check(string point, int deaths)
    {
        _event.Set();
        Assert.True(_event.Wait(TimeSpan.Zero));
        _event.Clear();
        Assert.False(_event.Wait(TimeSpan.Zero));
    }

    public override void Dispose()
    {
        _event.Dispose();
        base.Dispose();
    }
}

internal sealed class ConditionScenario : FaultScenario
{
    private readonly ProcessRLock? _lock;
    private readonly ProcessCondition _filled;
    private readonly ProcessCondition _emptied;

    public ConditionScenario(bool hasOwnLock)
    {
        _lock = hasOwnLock ? null : new ProcessRLock();
        _filled = new ProcessCondition(_lock);
        _emptied = hasOwnLock ? _filled : new ProcessCondition(_lock);
    }

    public override ChildProcess Make(int place, Dictionary<string, string?> environment) => _lock is null
        ? new SharedStateJobs.UseConditionProcess(_filled, Numbers, place) { EnvironmentVariables = environment }
        : new SharedStateJobs.UseConditionsProcess(_filled, _emptied, Numbers, place) { EnvironmentVariables = environment };

    // One that waits, and is stopped, may be the one that a single notify is for.
    public override bool HoldsBack(string point) => IsInsideAt(point) || _lock is not null;

    public override void Release()
    {
        using (_filled.Acquire())
        {
            _filled.NotifyAll();
            _emptied.NotifyAll();
        }
    }

    public override void Check(string point, int deaths)
    {
        // It may have been told here, in the course of the releasing.
        Assert.InRange(Board[Board.Abandonments], 0, IsInsideAt(point) ? deaths : 0);
        Assert.Equal(0, _filled.WaitingCount);
        Assert.Equal(0, _emptied.WaitingCount);
        Assert.False(_filled.Lock.IsLocked);
        using (_filled.Acquire())
        {
            Assert.False(_filled.Wait(TimeSpan.Zero));
        }
    }

    public override void Dispose()
    {
        _filled.Dispose();
        _emptied.Dispose();
        _lock?.Dispose();
        base.Dispose();
    }

    private static bool IsInsideAt(string point) => point is not ("ConditionUnlocked" or "ConditionNotified");
}

internal sealed class BarrierScenario : FaultScenario
{
    private const int Rounds = 5;

    private readonly ProcessBarrier _barrier = new(3);
    private int _breaks;

    public override ChildProcess Make(int place, Dictionary<string, string?> environment) =>
        new SharedStateJobs.UseBarrierProcess(_barrier, Numbers, place) { EnvironmentVariables = environment };

    public override bool HoldsBack(string point) => true;

    public override async Task OutliveVictim()
    {
        _breaks++;
        Assert.Equal(BarrierBreak.PartyDied, _barrier.BreakReason);
        await Deadlines.Until(() => BreaksOf(1) == _breaks && BreaksOf(2) == _breaks, "both bystanders have found the barrier broken");
        _barrier.Reset();
        Assert.False(_barrier.IsBroken);
        for (int round = 0; round < Rounds; round++)
        {
            _barrier.Wait(Limit);
        }
    }

    public override void Release() => _barrier.Abort();

    public override void Check(string point, int deaths)
    {
        Assert.Equal(BarrierBreak.Aborted, _barrier.BreakReason);
        _barrier.Reset();
        Assert.Equal((0, BarrierBreak.None), (_barrier.WaitingCount, _barrier.BreakReason));
    }

    public override void Dispose()
    {
        _barrier.Dispose();
        base.Dispose();
    }

    private long BreaksOf(int place) => Board[Board.Breaks + place];
}

internal sealed class ObjectScenario : FaultScenario
{
    public override ChildProcess Make(int place, Dictionary<string, string?> environment) =>
        new SharedStateJobs.MakeObjectsProcess(Numbers, place) { EnvironmentVariables = environment };

    public override void Check(string point, int deaths)
    {
        using var array = new SharedArray<long>(3000);
        Assert.False(array.Span.ContainsAnyExcept(0));
    }
}

/// <summary>The victim repairs after its own children, which die inside the lock.</summary>
internal sealed class ParentScenario : FaultScenario
{
    private readonly ProcessLock _lock = new();

    public override int[] Hits => [1, 3];

    public override ChildProcess Make(int place, Dictionary<string, string?> environment) => place == 0
        ? new SharedStateJobs.OutliveChildrenProcess(_lock, Numbers, place) { EnvironmentVariables = environment }
        : new SharedStateJobs.UseLockProcess(_lock, Numbers, place) { EnvironmentVariables = environment };

    // Only one repairs after a death.
    public override bool HoldsBack(string point) => true;

    public override Task OutliveVictim() => ProcessTest.OrphanEnded(GrandchildId);

    public override void Check(string point, int deaths) => CheckLock(_lock, (int)Board[Board.Deaths]);

    public override void Dispose()
    {
        _lock.Dispose();
        base.Dispose();
    }
}

/// <summary>The victim waits for a lock whose holder is dead, and the holder's parent, which would repair, is stopped.</summary>
internal sealed class OversleeperScenario : FaultScenario
{
    private readonly ProcessLock _lock = new();
    private ChildProcess? _parent;

    public override bool BystandersComeFirst => false;

    public override int[] Hits => [1];

    public override async Task Begin()
    {
        _parent = new SharedStateJobs.LetChildHoldProcess(_lock, Numbers).Started();
        await Deadlines.Until(() => GrandchildId != 0, "the child of the child holds the lock");
        await ProcessTest.Stop(_parent.Id);
        ProcessTest.Kill(GrandchildId);
        await Deadlines.Until(() => !ProcFs.Runs(GrandchildId), "the holder is dead");
        Assert.True(_lock.IsLocked);
    }

    public override ChildProcess Make(int place, Dictionary<string, string?> environment) =>
        new SharedStateJobs.UseLockProcess(_lock, Numbers, place) { EnvironmentVariables = environment };

    public override bool HoldsBack(string point) => true;

    public override void Release()
    {
        if (_parent is { } parent)
        {
            _parent = null;
            ProcessTest.Continue(parent.Id);
            Assert.Equal(0, parent.Ended().ExitCode);
            parent.Dispose();
        }
    }

    public override void Check(string point, int deaths) => CheckLock(_lock, told: 1);

    public override void Dispose()
    {
        if (_parent is { } parent)
        {
            parent.Kill();
            parent.Dispose();
        }

        _lock.Dispose();
        base.Dispose();
    }
}
