using System.Diagnostics;

namespace ProcGen.Acceptance;

/// <summary>What one process does with one primitive, round after round until it is told to stop. Throws when it sees what may not be.</summary>
internal static class Rounds
{
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(0.5);
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    /// <summary>Takes a lock in all ways and counts under it.</summary>
    public static void TakeTurns(ProcessLockBase theLock, Board board, int place)
    {
        for (int round = 0; !board.IsStopped; round++)
        {
            if (!TryEnter(round))
            {
                continue;
            }

            NoteEntry(theLock, board);
            board[Board.Owner] = place + 1;
            long count = board[Board.Counter];
            bool isDeeper = theLock is ProcessRLock && theLock.TryAcquire();
            Thread.Sleep(round % 2);
            if (isDeeper)
            {
                theLock.Release();
            }

            board[Board.Counter] = count + 1;
            board[Board.Counted + place]++;
            board[Board.Owner] = 0;
            theLock.Release();
            board.Advance(place);
        }

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

    /// <summary>Who has just got a lock finds nobody inside, unless it is told that somebody died there.</summary>
    public static void NoteEntry(ProcessLockBase held, Board board)
    {
        if (held.WasAbandoned)
        {
            board.Add(Board.Abandonments, 1);
        }
        else
        {
            ThrowIf(board[Board.Owner] != 0, $"{board[Board.Owner] - 1} is inside the lock as well.");
        }
    }

    /// <summary>Takes one or two permits. The semaphore is bounded: it tells when a death gave back more than was taken.</summary>
    public static void TakePermits(ProcessBoundedSemaphore semaphore, Board board, int place)
    {
        for (int round = 0; !board.IsStopped; round++)
        {
            semaphore.Acquire();
            int taken = semaphore.TryAcquire() ? 2 : 1;
            Thread.Sleep(round % 2);
            semaphore.Release(taken);
            board.Advance(place);
        }
    }

    /// <summary>Takes a permit in all ways and looks who else has one.</summary>
    public static void PassThrough(ProcessSemaphore semaphore, int permits, Board board, int place)
    {
        for (int round = 1; !board.IsStopped; round++)
        {
            if (round % 3 == 0)
            {
                semaphore.AcquireAsync().AsTask().GetAwaiter().GetResult();
            }
            else if (!semaphore.TryAcquire(round % 3 == 1 ? Limit : Moment))
            {
                ThrowIf(round % 3 == 1, "The semaphore gave no permit for long.");
                continue;
            }

            board[Board.Inside + place] = ((long)Environment.ProcessId << 32) | (uint)round;
            LookAround(permits, board, place);
            Thread.Sleep(round % 2);
            board[Board.Inside + place] = 0;
            semaphore.Release();
            board.Advance(place);
        }
    }

    /// <summary>Odd places set, even ones wait; place 0 does both in turn.</summary>
    public static void Signal(ProcessEvent theEvent, Board board, int place)
    {
        for (int round = 0; !board.IsStopped; round++)
        {
            if (place % 2 == 1 || (place == 0 && round % 2 == 0))
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
            Rest(round);
        }
    }

    /// <summary>
    /// There is room for one item. Odd places put it in, even ones take it out; place 0 does both in turn. With a condition for each direction
    /// a notify that is lost stops everybody.
    /// </summary>
    public static void Exchange(ProcessCondition filled, ProcessCondition emptied, Board board, int place)
    {
        bool isOne = ReferenceEquals(filled, emptied);
        for (int round = 0; !board.IsStopped; round++)
        {
            bool puts = place % 2 == 1 || (place == 0 && round % 2 == 0);
            LockScope held = filled.Acquire();
            Heed();
            while (board[Board.Items] != 0 == puts)
            {
                if (board.IsStopped)
                {
                    held.Dispose();
                    return;
                }

                (puts ? emptied : filled).Wait();
                Heed();
            }

            board[Board.Items] = puts ? 1 : 0;
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
            held.Dispose();
            Rest(round);
        }

        // Who died inside may have changed the items and told nobody.
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

    /// <summary>Meets the others. Of a broken barrier it waits that somebody resets it, or does so itself.</summary>
    public static void Meet(ProcessBarrier barrier, Board board, int place, bool resets)
    {
        while (!board.IsStopped)
        {
            try
            {
                barrier.Wait();
                board.Advance(place);
            }
            catch (BrokenBarrierException exception) when (exception.Reason is BarrierBreak.PartyDied or BarrierBreak.Reset or BarrierBreak.Aborted)
            {
                board.Add(Board.Breaks + place, 1);
                if (resets && barrier.IsBroken && !board.IsStopped)
                {
                    barrier.Reset();
                }

                while (barrier.IsBroken && !board.IsStopped)
                {
                    Thread.Sleep(1);
                }
            }
        }
    }

    /// <summary>Makes shared objects and disposes of them. Nobody else has them, so nobody else may write there.</summary>
    public static void MakeObjects(Board board, int place)
    {
        for (long round = 1; !board.IsStopped; round++)
        {
            using var array = new SharedArray<long>(3000);
            using var theLock = new ProcessLock();
            using var value = new SharedValue<long>();
            ThrowIf(array.Span.ContainsAnyExcept(0) || value.Value != 0 || theLock.IsLocked, "A new object is not new.");
            long mark = (round * Board.Places) + place;
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

    /// <summary>Puts an item and takes one, in all ways. Every item names who put it; nobody gets one twice.</summary>
    public static void Trade(ProcessQueueBase<long> queue, Board board, int place)
    {
        for (int round = 0; !board.IsStopped; round++)
        {
            long own = (board[Board.Rounds + place] * Board.Places) + place;
            if (round % 3 == 1)
            {
                queue.PutAsync(own).AsTask().GetAwaiter().GetResult();
            }
            else
            {
                queue.Put(own);
            }

            long taken = round % 3 == 2 ? queue.GetAsync().AsTask().GetAwaiter().GetResult() : queue.Get();
            (queue as JoinableProcessQueue<long>)?.TaskDone();
            ThrowIf(taken < 0 || taken / Board.Places > board[Board.Rounds + (int)(taken % Board.Places)], $"{taken} was never put.");
            LeaveOneBehind(own);
            board.Advance(place);
        }
    }

    /// <summary>Puts an array and takes one, round after round: it must be whole, whoever died over another.</summary>
    public static void TradeLarge(ProcessQueue<int[]> queue, Board board, int place)
    {
        int[] lengths = [10, 1_000, 40_000, 400_000];
        for (int round = 0; !board.IsStopped; round++)
        {
            int[] own = new int[lengths[round % lengths.Length]];
            Array.Fill(own, round);
            queue.Put(own);
            int[] taken = queue.Get();
            ThrowIf(taken.Length > 0 && taken.AsSpan().ContainsAnyExcept(taken[0]), $"An item of {taken.Length} numbers is not as it was put.");

            // Its room is new each time.
            using ProcessQueue<int[]> alone = new(1);
            alone.Put(own);
            ThrowIf(!alone.Get().AsSpan().SequenceEqual(own), "Another item came.");
            LeaveOneBehind(round);
            board.Advance(place);
        }
    }

    // A queue of its own, which it closes with an item in its hand.
    private static void LeaveOneBehind(long item)
    {
        using var queue = new JoinableProcessQueue<long>(1) { Redeliver = true };
        queue.Put(item);
        ThrowIf(queue.Get() != item, "Another item came.");
    }

    // One that died inside stays on the board, and its permit has come back: too many are inside only if none of those that are seen there at
    // one moment is dead, or dying. Whoever dies is gone soon; the others leave, except those that look around for the same reason.
    private static void LookAround(int permits, Board board, int place)
    {
        long[] seen = All();
        if (seen.Count(static one => one != 0) <= permits || !seen.SequenceEqual(All()))
        {
            return;
        }

        long start = Stopwatch.GetTimestamp();
        for (bool haveLeft = false; !haveLeft && Stopwatch.GetElapsedTime(start) < Limit / 2;)
        {
            Thread.Sleep(1);
            haveLeft = Enumerable.Range(0, Board.Places).All(other => seen[other] == 0 || other == place || board[Board.Inside + other] != seen[other]);
            if (seen.Any(static one => one != 0 && !ProcFs.Runs((int)(one >> 32))))
            {
                return;
            }
        }

        ThrowIf(true, $"More than {permits} were inside: {string.Join(", ", seen.Select(static one => one >> 32))}.");

        long[] All() => [.. Enumerable.Range(0, Board.Places).Select(each => board[Board.Inside + each])];
    }

    // Mostly in a row, but not always: others come up meanwhile.
    private static void Rest(int round)
    {
        if (round % 16 == 15)
        {
            Thread.Sleep(1);
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
