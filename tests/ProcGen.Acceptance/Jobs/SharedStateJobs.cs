namespace ProcGen.Acceptance;

/// <summary>Targets that use shared objects until they are told to stop, or die over it. See <see cref="Rounds"/>.</summary>
public static partial class SharedStateJobs
{
    public const int SoakPermits = 3;

    [ProcessTarget]
    public static void UseLock(ProcessLock theLock, SharedArray<long> board, int place) => Rounds.TakeTurns(theLock, new Board(board), place);

    [ProcessTarget]
    public static void UseReentrantLock(ProcessRLock theLock, SharedArray<long> board, int place) => Rounds.TakeTurns(theLock, new Board(board), place);

    [ProcessTarget]
    public static void UseSemaphore(ProcessBoundedSemaphore semaphore, SharedArray<long> board, int place) => Rounds.TakePermits(semaphore, new Board(board), place);

    [ProcessTarget]
    public static void UseEvent(ProcessEvent theEvent, SharedArray<long> board, int place) => Rounds.Signal(theEvent, new Board(board), place);

    [ProcessTarget]
    public static void UseConditions(ProcessCondition filled, ProcessCondition emptied, SharedArray<long> board, int place) =>
        Rounds.Exchange(filled, emptied, new Board(board), place);

    [ProcessTarget]
    public static void UseCondition(ProcessCondition changed, SharedArray<long> board, int place) => Rounds.Exchange(changed, changed, new Board(board), place);

    [ProcessTarget]
    public static void UseBarrier(ProcessBarrier barrier, SharedArray<long> board, int place) => Rounds.Meet(barrier, new Board(board), place, resets: false);

    [ProcessTarget]
    public static void MakeObjects(SharedArray<long> board, int place) => Rounds.MakeObjects(new Board(board), place);

    [ProcessTarget]
    public static void UseQueue(ProcessQueue<long> queue, SharedArray<long> board, int place) => Rounds.Trade(queue, new Board(board), place);

    [ProcessTarget]
    public static void UseQueueOfLargeItems(ProcessQueue<int[]> queue, SharedArray<long> board, int place) => Rounds.TradeLarge(queue, new Board(board), place);

    [ProcessTarget]
    public static void UseJoinableQueue(JoinableProcessQueue<long> queue, SharedArray<long> board, int place) => Rounds.Trade(queue, new Board(board), place);

    /// <summary>Repairs after one child after the other.</summary>
    [ProcessTarget]
    public static void OutliveChildren(ProcessLock theLock, SharedArray<long> board, int place)
    {
        Board own = new(board);
        while (!own.IsStopped)
        {
            // The faults of a victim are its own.
            using var child = new DieInsideProcess(theLock, board) { EnvironmentVariables = new Dictionary<string, string?> { ["PROCGEN_FAULT"] = null } };
            child.Start();
            child.Join();
            own.Advance(place);
        }
    }

    [ProcessTarget]
    public static void DieInside(ProcessLock theLock, SharedArray<long> board)
    {
        Board own = new(board);
        theLock.Acquire();
        Rounds.NoteEntry(theLock, own);
        own[Board.GrandchildId] = Environment.ProcessId;
        own.Add(Board.Deaths, 1);
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
        Board own = new(board);
        own[Board.GrandchildId] = Environment.ProcessId;
        Thread.Sleep(Timeout.Infinite);
    }

    /// <summary>Uses all of them at once, with a thread and a section of the board for each.</summary>
    [ProcessTarget]
    public static void UseAll(
        ProcessLock theLock,
        ProcessRLock reentrantLock,
        ProcessSemaphore semaphore,
        ProcessEvent theEvent,
        ProcessCondition filled,
        ProcessCondition emptied,
        ProcessBarrier barrier,
        SharedArray<long> board,
        int place)
    {
        Task[] all =
        [
            Run(() => Rounds.TakeTurns(theLock, new Board(board, 0), place)),
            Run(() => Rounds.TakeTurns(reentrantLock, new Board(board, 1), place)),
            Run(() => Rounds.PassThrough(semaphore, SoakPermits, new Board(board, 2), place)),
            Run(() => Rounds.Signal(theEvent, new Board(board, 3), place)),
            Run(() => Rounds.Exchange(filled, emptied, new Board(board, 4), place)),
            Run(() => Rounds.Meet(barrier, new Board(board, 5), place, resets: true)),
            Run(() => Rounds.MakeObjects(new Board(board, 6), place)),
        ];

        // The first that fails fails the process.
        for (List<Task> left = [.. all]; left.Count > 0;)
        {
            int done = Task.WaitAny([.. left]);
            left[done].GetAwaiter().GetResult();
            left.RemoveAt(done);
        }

        static Task Run(Action rounds) => Task.Factory.StartNew(rounds, default, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }
}
