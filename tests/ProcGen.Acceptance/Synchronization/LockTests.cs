namespace ProcGen.Acceptance.Synchronization;

/// <summary>Locks, re-entrant and not, among threads and among processes.</summary>
public class LockTests : ProcessTest
{
    [Fact]
    public void L1_A_lock_is_held_until_it_is_released()
    {
        using ProcessLock theLock = new();
        Assert.False(theLock.IsLocked);
        theLock.Acquire();
        Assert.True(theLock.IsLocked);
        Assert.False(theLock.TryAcquire());
        Assert.False(theLock.TryAcquire(TimeSpan.FromMilliseconds(20)));
        theLock.Release();
        Assert.False(theLock.IsLocked);
        Assert.Throws<SynchronizationLockException>(theLock.Release);
        Assert.False(theLock.IsLocked);
        Assert.True(theLock.TryAcquire());
        theLock.Release();
    }

    [Theory]
    [InlineData(Party.Thread)]
    [InlineData(Party.Process)]
    public async Task L1_A_held_lock_keeps_others_out(Party party)
    {
        using ProcessLock theLock = new();
        using ProcessEvent held = new(), release = new();
        Task<bool> holder = party.Run(new SynchronizationJobs.HoldLockProcess(theLock, held, release));
        Assert.True(held.Wait(Deadlines.Event));
        Assert.True(theLock.IsLocked);
        Assert.False(theLock.TryAcquire());
        Assert.False(theLock.TryAcquire(TimeSpan.FromMilliseconds(50)));
        Assert.False(await theLock.TryAcquireAsync(TimeSpan.FromMilliseconds(50)));
        Assert.Throws<TimeoutException>(() => theLock.Acquire(TimeSpan.FromMilliseconds(50)));

        Task<LockScope> waiting = theLock.AcquireAsync().AsTask();
        Assert.False(waiting.IsCompleted);
        release.Set();
        Assert.True(await holder);
        using (await waiting.Soon())
        {
            Assert.True(theLock.IsLocked);
        }

        Assert.False(theLock.IsLocked);
    }

    [Theory]
    [InlineData(Party.Thread)]
    [InlineData(Party.Process)]
    public async Task L1_What_a_lock_guards_is_changed_by_one_at_a_time(Party party)
    {
        const int Count = 4, Rounds = 2000;
        using ProcessLock theLock = new();
        using SharedArray<long> count = new(1);
        await Task.WhenAll(Enumerable.Range(0, Count).Select(_ => party.Run(new SynchronizationJobs.CountUnderLockProcess(theLock, count, Rounds))));
        Assert.Equal(Count * Rounds, count[0]);
    }

    [Fact]
    public async Task L3_The_text_names_the_holder()
    {
        using ProcessLock theLock = new();
        Assert.Equal("ProcessLock (free)", theLock.ToString());
        string me = $"held by MainProcess ({Environment.ProcessId})";
        using (theLock.Acquire())
        {
            Assert.Equal($"ProcessLock ({me}, this thread)", theLock.ToString());
            Assert.Equal($"ProcessLock ({me}, thread {Environment.CurrentManagedThreadId})", OnThread(theLock.ToString));
            Assert.Equal($"ProcessLock ({me})", new SynchronizationJobs.DescribeLockProcess(theLock).ResultOf());
        }

        using ProcessEvent held = new(), release = new();
        using var holder = new SynchronizationJobs.HoldLockProcess(theLock, held, release) { Name = "holder" }.Started();
        Assert.True(held.Wait(Deadlines.Event));
        Assert.Equal($"ProcessLock (held by holder ({holder.Id}))", theLock.ToString());
        Assert.Equal($"ProcessLock (held by holder ({holder.Id}))", await SynchronizationJobs.DescribeLockProcess.RunAsync(theLock));
        release.Set();
        Assert.True(holder.Ended().Result);
        Assert.Equal("ProcessLock (free)", theLock.ToString());
    }

    [Theory]
    [InlineData(Party.Thread)]
    [InlineData(Party.Process)]
    public async Task L4_A_re_entrant_lock_is_released_as_often_as_it_was_acquired(Party party)
    {
        using ProcessRLock theLock = new();
        Assert.True(await party.Run(new SynchronizationJobs.TryReentrantLockProcess(theLock, TimeSpan.Zero)));

        // All on one thread, which holds it.
        OnThread(() =>
        {
            for (int i = 0; i < 3; i++)
            {
                Assert.True(theLock.TryAcquire());
            }

            for (int i = 0; i < 3; i++)
            {
                Assert.True(theLock.IsLocked);
                Assert.False(party.Run(new SynchronizationJobs.TryReentrantLockProcess(theLock, TimeSpan.Zero)).GetAwaiter().GetResult());
                theLock.Release();
            }

            Assert.False(theLock.IsLocked);
            Assert.Throws<SynchronizationLockException>(theLock.Release);
            return true;
        });
        Assert.True(await party.Run(new SynchronizationJobs.TryReentrantLockProcess(theLock, TimeSpan.Zero)));
    }

    [Theory]
    [InlineData(Party.Thread)]
    [InlineData(Party.Process)]
    public async Task L4_What_a_re_entrant_lock_guards_is_changed_by_one_at_a_time(Party party)
    {
        const int Count = 3, Rounds = 1000;
        using ProcessRLock theLock = new();
        using SharedArray<long> count = new(1);
        await Task.WhenAll(Enumerable.Range(0, Count).Select(_ => party.Run(new SynchronizationJobs.CountUnderReentrantLockProcess(theLock, count, Rounds))));
        Assert.Equal(Count * Rounds, count[0]);
    }

    [Fact]
    public void L5_The_text_of_a_re_entrant_lock_tells_holder_and_depth()
    {
        using ProcessRLock theLock = new();
        Assert.Equal("ProcessRLock (free)", theLock.ToString());
        string me = $"held by MainProcess ({Environment.ProcessId})";
        using (theLock.Acquire())
        using (theLock.Acquire())
        {
            Assert.Equal($"ProcessRLock ({me}, this thread, 2 deep)", theLock.ToString());
            Assert.Equal($"ProcessRLock ({me}, thread {Environment.CurrentManagedThreadId}, 2 deep)", OnThread(theLock.ToString));
            Assert.Equal($"ProcessRLock ({me}, 2 deep)", new SynchronizationJobs.DescribeReentrantLockProcess(theLock).ResultOf());
        }

        using ProcessEvent held = new(), release = new();
        using var holder = new SynchronizationJobs.HoldReentrantLockProcess(theLock, 3, held, release) { Name = "deep" }.Started();
        Assert.True(held.Wait(Deadlines.Event));
        Assert.Equal($"ProcessRLock (held by deep ({holder.Id}), 3 deep)", theLock.ToString());
        release.Set();
        Assert.True(holder.Ended().Result);
    }

    [Fact]
    public async Task L6_All_processes_see_whether_a_re_entrant_lock_is_held()
    {
        using ProcessRLock theLock = new();
        Assert.False(await SynchronizationJobs.IsReentrantLockedProcess.RunAsync(theLock));
        using ProcessEvent held = new(), release = new();
        using var holder = new SynchronizationJobs.HoldReentrantLockProcess(theLock, 2, held, release).Started();
        Assert.True(held.Wait(Deadlines.Event));
        Assert.True(theLock.IsLocked);
        Assert.True(await SynchronizationJobs.IsReentrantLockedProcess.RunAsync(theLock));
        release.Set();
        Assert.True(holder.Ended().Result);
        Assert.False(theLock.IsLocked);
        Assert.False(await SynchronizationJobs.IsReentrantLockedProcess.RunAsync(theLock));
    }

    [Fact]
    public async Task L7_A_scope_releases_on_every_way_out()
    {
        using ProcessLock theLock = new();
        using (LockScope held = theLock.Acquire())
        {
            Assert.True(theLock.IsLocked);
            Assert.False(held.WasAbandoned);
            held.ThrowIfAbandoned();
        }

        Assert.False(theLock.IsLocked);
        Assert.Throws<InvalidTimeZoneException>((Action)(() =>
        {
            using (theLock.Acquire(TimeSpan.FromSeconds(1)))
            {
                throw new InvalidTimeZoneException();
            }
        }));
        Assert.False(theLock.IsLocked);
        using (await theLock.AcquireAsync())
        {
            await Task.Yield();
            Assert.True(theLock.IsLocked);
        }

        Assert.False(theLock.IsLocked);

        // Leaving twice is releasing twice.
        LockScope scope = theLock.Acquire();
        scope.Dispose();
        Assert.Throws<SynchronizationLockException>(scope.Dispose);
        default(LockScope).Dispose();
    }

    [Theory]
    [InlineData(Party.Thread)]
    [InlineData(Party.Process)]
    public async Task L8_Anybody_may_release_a_lock(Party party)
    {
        using ProcessLock theLock = new();
        theLock.Acquire();
        Assert.True(await party.Run(new SynchronizationJobs.ReleaseLockProcess(theLock)));
        Assert.False(theLock.IsLocked);
        Assert.False(await party.Run(new SynchronizationJobs.ReleaseLockProcess(theLock)));

        using ProcessEvent held = new(), release = new();
        Task<bool> holder = party.Run(new SynchronizationJobs.HoldLockProcess(theLock, held, release));
        Assert.True(held.Wait(Deadlines.Event));
        theLock.Release();
        Assert.False(theLock.IsLocked);

        // For the holder, whose own release is then one too many.
        theLock.Acquire();
        release.Set();
        Assert.True(await holder);
        Assert.False(theLock.IsLocked);
    }

    [Theory]
    [InlineData(Party.Thread)]
    [InlineData(Party.Process)]
    public async Task L8_Only_the_holder_releases_a_re_entrant_lock(Party party)
    {
        using ProcessRLock theLock = new();
        using ProcessEvent held = new(), release = new();
        Task<bool> holder = party.Run(new SynchronizationJobs.HoldReentrantLockProcess(theLock, 1, held, release));
        Assert.True(held.Wait(Deadlines.Event));
        Assert.Throws<SynchronizationLockException>(theLock.Release);
        Assert.True(theLock.IsLocked);
        Assert.False(await SynchronizationJobs.ReleaseReentrantLockProcess.RunAsync(theLock));
        Assert.True(theLock.IsLocked);
        release.Set();
        Assert.True(await holder);
        Assert.False(theLock.IsLocked);
    }

    [Theory]
    [InlineData(Party.Thread)]
    [InlineData(Party.Process)]
    public async Task A_wait_for_a_lock_can_be_cancelled(Party party)
    {
        using ProcessLock theLock = new();
        using ProcessEvent held = new(), release = new();
        Task<bool> holder = party.Run(new SynchronizationJobs.HoldLockProcess(theLock, held, release));
        Assert.True(held.Wait(Deadlines.Event));
        using CancellationTokenSource source = new();
        Task blocked = Task.Factory.StartNew(() => theLock.Acquire(source.Token), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        Task timed = Task.Factory.StartNew(() => theLock.TryAcquire(Deadlines.Event, source.Token), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        Task awaited = theLock.AcquireAsync(source.Token).AsTask();
        Task timedAwaited = theLock.TryAcquireAsync(Deadlines.Event, source.Token).AsTask();
        await source.CancelAsync();
        foreach (Task wait in (Task[])[blocked, timed, awaited, timedAwaited])
        {
            var thrown = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => wait.Soon());
            Assert.Equal(source.Token, thrown.CancellationToken);
        }

        Assert.ThrowsAny<OperationCanceledException>(() => theLock.Acquire(source.Token));
        release.Set();
        Assert.True(await holder);
        Assert.False(theLock.IsLocked);
    }

    [Fact]
    public async Task Two_hundred_await_one_lock()
    {
        const int Count = 200;
        using ProcessLock theLock = new();
        int inside = 0, most = 0, done = 0;
        LockScope first = theLock.Acquire();
        Task[] tasks = [.. Enumerable.Range(0, Count).Select(async _ =>
        {
            using (await theLock.AcquireAsync())
            {
                most = Math.Max(most, ++inside);
                await Task.Yield();
                inside--;
                done++;
            }
        })];
        Assert.DoesNotContain(tasks, static task => task.IsCompleted);
        first.Dispose();
        await Task.WhenAll(tasks).Soon();
        Assert.Equal((1, Count), (most, done));
        Assert.False(theLock.IsLocked);
    }

    [Fact]
    public async Task A_flow_holds_a_re_entrant_lock_on_whatever_thread_it_goes_on()
    {
        using ProcessRLock theLock = new();
        for (int i = 0; i < 20; i++)
        {
            using (await theLock.AcquireAsync())
            {
                await Task.Delay(1, TestToken);
                using (await theLock.AcquireAsync())
                {
                    await Task.Yield();
                    Assert.Contains("2 deep", theLock.ToString(), StringComparison.Ordinal);
                }

                await Task.Yield();
                Assert.True(theLock.IsLocked);
                Assert.False(OnThread(theLock.TryAcquire, flows: false));
            }

            Assert.False(theLock.IsLocked);
        }
    }

    [Fact]
    public async Task A_stopped_holder_keeps_its_lock()
    {
        using ProcessLock theLock = new();
        using ProcessEvent held = new(), release = new();
        using var holder = new SynchronizationJobs.HoldLockProcess(theLock, held, release).Started();
        Assert.True(held.Wait(Deadlines.Event));
        SendSignal(holder.Id, 19 /* SIGSTOP */);
        try
        {
            await Deadlines.Until(() => ProcFs.Find(holder.Id) is { State: 'T' }, "the holder is stopped");

            // Longer than those who wait sleep before they look for dead holders.
            Assert.False(theLock.TryAcquire(TimeSpan.FromMilliseconds(700)));
            Assert.False(await theLock.TryAcquireAsync(TimeSpan.FromMilliseconds(700)));
        }
        finally
        {
            SendSignal(holder.Id, 18 /* SIGCONT */);
        }

        release.Set();
        using (LockScope scope = theLock.Acquire(Deadlines.Event))
        {
            Assert.False(scope.WasAbandoned);
        }

        Assert.True(holder.Ended().Result);
    }

    private static T OnThread<T>(Func<T> run, bool flows = true)
    {
        T? result = default;
        Exception? thrown = null;
        Thread thread = new(() =>
        {
            try
            {
                result = run();
            }
            catch (Exception exception)
            {
                thrown = exception;
            }
        });
        if (flows)
        {
            thread.Start();
        }
        else
        {
            thread.UnsafeStart();
        }

        Assert.True(thread.Join(Deadlines.Event));
        return thrown is null ? result! : throw new InvalidOperationException("The thread failed.", thrown);
    }
}
