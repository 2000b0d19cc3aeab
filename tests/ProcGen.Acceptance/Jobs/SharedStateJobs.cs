namespace ProcGen.Acceptance;

/// <summary>Targets that use one primitive, round after round, until they are told to stop. The one in place 0 is the victim.</summary>
public static partial class SharedStateJobs
{
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(0.5);

    [ProcessTarget]
    public static void UseLock(ProcessLock theLock, SharedArray<long> board, int place) => TakeTurns(theLock, board, place);

    [ProcessTarget]
    public static void UseReentrantLock(ProcessRLock theLock, SharedArray<long> board, int place) => TakeTurns(theLock, board, place);

    /// <summary>A bounded one, which tells when a death gave back more than was taken.</summary>
    [ProcessTarget]
    public static void UseSemaphore(ProcessBoundedSemaphore semaphore, SharedArray<long> board, int place)
    {
        for (int round = 0; !board.IsStopped(); round++)
        {
            semaphore.Acquire();
            int taken = semaphore.TryAcquire() ? 2 : 1;
            Thread.Sleep(round % 2);
            semaphore.Release(taken);
            board.Advance(place);
        }
    }

    [ProcessTarget]
    public static void UseEvent(ProcessEvent theEvent, SharedArray<long> board, int place)
    {
        for (int round = 0; !board.IsStopped(); round++)
        {
            if (place == 1 || (place == 0 && round % 2 == 0))
            {
                theEvent.Set();
                theEvent.Clear();
                Thread.Sleep(1);
            }
            else
            {
                theEvent.Wait();
            }

            board.Advance(place);
        }
    }

    /// <summary>One lock, and a condition for each direction: a notify that is lost stops everybody.</summary>
    [ProcessTarget]
    public static void UseConditions(ProcessCondition filled, ProcessCondition emptied, SharedArray<long> board, int place) => Exchange(filled, emptied, board, place);

    [ProcessTarget]
    public static void UseCondition(ProcessCondition changed, SharedArray<long> board, int place) => Exchange(changed, changed, board, place);

    [ProcessTarget]
    public static void UseBarrier(ProcessBarrier barrier, SharedArray<long> board, int place)
    {
        while (!board.IsStopped())
        {
            try
            {
                barrier.Wait();
                board.Advance(place);
            }
            catch (BrokenBarrierException exception) when (exception.Reason is BarrierBreak.PartyDied or BarrierBreak.Aborted)
            {
                board.Add(Board.Breaks + place, 1);
                while (barrier.IsBroken && !board.IsStopped())
                {
                    Thread.Sleep(1);
                }
            }
        }
    }

    /// <summary>Makes shared objects and disposes of them. Nobody else has them, so nobody else may write there.</summary>
    [ProcessTarget]
    public static void MakeObjects(SharedArray<long> board, int place)
    {
        for (long round = 1; !board.IsStopped(); round++)
        {
            using var array = new SharedArray<long>(3000);
            using var theLock = new ProcessLock();
            using var value = new SharedValue<long>();
            ThrowIf(array.Span.ContainsAnyExcept(0) || value.Value != 0 || theLock.IsLocked, "A new object is not new.");
            long mark = (round * 3) + place;
            array.Span.Fill(mark);
            value.Value = mark;
            using (theLock.Acquire())
            {
                Thread.Sleep((int)(round % 2));
            }

            ThrowIf(array.Span.ContainsAnyExcept(mark) || value.Value != mark, "Somebody else wrote into an object.");
            board.Advance(place);
        }
    }

    /// <summary>Repairs after one child after the other.</summary>
    [ProcessTarget]
    public static void OutliveChildren(ProcessLock theLock, SharedArray<long> board, int place)
    {
        while (!board.IsStopped())
        {
            using var child = new DieInsideProcess(theLock, board) { EnvironmentVariables = WithoutFault };
            child.Start();
            child.Join();
            board.Advance(place);
        }
    }

    [ProcessTarget]
    public static void DieInside(ProcessLock theLock, SharedArray<long> board)
    {
        theLock.Acquire();
        NoteEntry(theLock, board);
        board.Write(Board.GrandchildId, Environment.ProcessId);
        board.Add(Board.Deaths, 1);
        ProcessTest.Kill(Environment.ProcessId);
        Thread.Sleep(Timeout.Infinite);
    }

    /// <summary>Has a child that holds the lock.</summary>
    [ProcessTarget]
    public static void LetChildHold(ProcessLock theLock, SharedArray<long> board)
    {
        using var child = new HoldProcess(theLock, board);
        child.Start();
        child.Join();
    }

    [ProcessTarget]
    public static void Hold(ProcessLock theLock, SharedArray<long> board)
    {
        theLock.Acquire();
        board.Write(Board.GrandchildId, Environment.ProcessId);
        Thread.Sleep(Timeout.Infinite);
    }

    /// <summary>The faults of a victim are its own.</summary>
    private static Dictionary<string, string?> WithoutFault => new() { ["PROCGEN_FAULT"] = null };

    private static void TakeTurns(ProcessLockBase theLock, SharedArray<long> board, int place)
    {
        for (int round = 0; !board.IsStopped(); round++)
        {
            if (!TryEnter(round))
            {
                continue;
            }

            NoteEntry(theLock, board);
            board.Write(Board.Owner, place + 1);
            long count = board.Read(Board.Counter);
            if (theLock is ProcessRLock)
            {
                using (theLock.Acquire())
                {
                    Thread.Sleep(round % 2);
                }
            }
            else
            {
                Thread.Sleep(round % 2);
            }

            board.Write(Board.Counter, count + 1);
            board.Write(Board.Owner, 0);
            theLock.Release();
            board.Advance(place);
        }

        // All ways in.
        bool TryEnter(int round)
        {
            switch (round % 4)
            {
                case 1:
                    return theLock.TryAcquire(Moment);
                case 2:
                    theLock.AcquireAsync().AsTask().GetAwaiter().GetResult();
                    return true;
                default:
                    theLock.Acquire();
                    return true;
            }
        }
    }

    private static void NoteEntry(ProcessLockBase held, SharedArray<long> board)
    {
        if (held.WasAbandoned)
        {
            board.Add(Board.Abandonments, 1);
        }
        else
        {
            ThrowIf(board.Read(Board.Owner) != 0, $"{board.Read(Board.Owner) - 1} is inside the lock as well.");
        }
    }

    /// <summary>Place 1 puts one item in, place 2 takes it out, place 0 does both in turn.</summary>
    private static void Exchange(ProcessCondition filled, ProcessCondition emptied, SharedArray<long> board, int place)
    {
        bool isOne = ReferenceEquals(filled, emptied);
        for (int round = 0; !board.IsStopped(); round++)
        {
            bool puts = place == 1 || (place == 0 && round % 2 == 0);
            using LockScope held = filled.Acquire();
            Heed();
            while (board.Read(Board.Items) != 0 == puts)
            {
                if (board.IsStopped())
                {
                    return;
                }

                (puts ? emptied : filled).Wait();
                Heed();
            }

            board.Write(Board.Items, puts ? 1 : 0);
            ProcessCondition changed = puts ? filled : emptied;
            if (isOne)
            {
                changed.NotifyAll();
            }
            else
            {
                changed.Notify();
            }

            board.Advance(place);
        }

        // Who died inside may have changed the items and not told.
        void Heed()
        {
            if (filled.Lock.WasAbandoned)
            {
                board.Add(Board.Abandonments, 1);
                filled.NotifyAll();
                emptied.NotifyAll();
            }
        }
    }

    private static void ThrowIf(bool isWrong, string message)
    {
        if (isWrong)
        {
            throw new InvalidOperationException(message);
        }
    }
}
