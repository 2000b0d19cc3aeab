using System.Diagnostics;

namespace ProcGen.Acceptance;

/// <summary>Producers and consumers at one queue, deaths at any moment, and an account of every item.</summary>
public class QueueSoakTests(ITestOutputHelper output) : ProcessTest
{
    private static readonly TimeSpan BetweenDeaths = TimeSpan.FromMilliseconds(50);

    protected override TimeSpan Patience => base.Patience + Duration;

    private static TimeSpan Duration => TimeSpan.FromSeconds(Asked.Number("PROCGEN_SOAK_SECONDS", 5));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Every_item_is_delivered_once_or_was_in_the_hand_of_one_that_died(bool redelivers)
    {
        int seed = Asked.Number("PROCGEN_SEED", Random.Shared.Next());
        output.WriteLine($"PROCGEN_SEED={seed}");
        var random = new Random(seed);
        int room = SharedObjects.CountRoom();
        using (ProcessQueue<long> queue = new(16))
        using (JoinableProcessQueue<long> joinable = new(16) { Redeliver = true })
        using (SharedArray<long> numbers = ItemLedger.New())
        {
            ItemLedger ledger = new(numbers);
            ChildProcess[] processes = [.. Enumerable.Range(0, 2 * ItemLedger.Producers).Select(place => Make(place).Started())];
            int producerDeaths = 0, consumerDeaths = 0;
            try
            {
                for (long start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start) < Duration;)
                {
                    await Task.Delay(BetweenDeaths, TestToken);
                    int place = random.Next(processes.Length);
                    ThrowIfFailed(processes);
                    using (ChildProcess victim = processes[place])
                    {
                        victim.Kill();
                        victim.Ended();
                    }

                    producerDeaths += place < ItemLedger.Producers ? 1 : 0;
                    consumerDeaths += place < ItemLedger.Producers ? 0 : 1;
                    processes[place] = Make(place).Started();
                }

                long[] goals = [.. Enumerable.Range(0, ItemLedger.Producers).Select(place => Math.Min(ledger.LastPut(place) + 10, ItemLedger.Items))];
                await Deadlines.Until(() => Enumerable.Range(0, ItemLedger.Producers).All(place => ledger.LastPut(place) >= goals[place]), "all producers have gone on");
                ledger.Stop();
                await Deadlines.Until(() => processes.Take(ItemLedger.Producers).All(static process => process.ExitCode is not null), "the producers have ended");
                queue.Complete();
                joinable.Complete();
                await Deadlines.Until(() => processes.All(static process => process.ExitCode is not null), "the consumers have ended");
                ThrowIfFailed(processes);
                Assert.True(joinable.Join(TimeSpan.FromSeconds(10)));
            }
            finally
            {
                foreach (ChildProcess process in processes)
                {
                    process.Kill();
                    process.Ended().Dispose();
                }
            }

            (long once, long never, long again, long unsure) = ledger.Account();
            output.WriteLine($"{once:N0} items delivered once, {never} not at all, {again} again, {unsure} of producers that died over them; {producerDeaths} deaths of producers, {consumerDeaths} of consumers");
            Assert.True(once > 100, "They have hardly moved.");
            Assert.InRange(unsure, 0, producerDeaths);
            if (redelivers)
            {
                Assert.Equal(0, never);
                Assert.InRange(again, 0, consumerDeaths);
            }
            else
            {
                Assert.Equal(0, again);
                Assert.InRange(never, 0, consumerDeaths);
            }

            ChildProcess Make(int place) => (redelivers, place < ItemLedger.Producers) switch
            {
                (false, true) => new SoakJobs.ProduceProcess(queue, numbers, place),
                (false, false) => new SoakJobs.ConsumeProcess(queue, numbers),
                (true, true) => new SoakJobs.ProduceJoinableProcess(joinable, numbers, place),
                (true, false) => new SoakJobs.ConsumeJoinableProcess(joinable, numbers),
            };
        }

        await SharedObjects.HaveGone(room);
    }

    private static void ThrowIfFailed(ChildProcess[] processes) =>
        Assert.All(processes, static process => Assert.True(process is { ExitCode: null or 0 }, $"{process} {process.Exception}"));
}

/// <summary>What became of every item, in memory that no death touches.</summary>
internal readonly record struct ItemLedger(SharedArray<long> Numbers)
{
    public const int Producers = 4;

    /// <summary>How many items a producer puts at most.</summary>
    public const long Items = 600_000;

    // After the stop flag: what each producer is about to put, what it has put, and for each item how often it was delivered, and whether its producer died over it.
    private const long Unsure = 1L << 32;
    private const int Announced = 1;
    private const int Put = Announced + Producers;
    private const int Delivered = Put + Producers;

    public bool IsStopped => Volatile.Read(ref Numbers[0]) != 0;

    public static SharedArray<long> New() => new(Delivered + (int)(Producers * Items), LockChoice.None);

    public void Stop() => Volatile.Write(ref Numbers[0], 1);

    public long LastPut(int producer) => Volatile.Read(ref Numbers[Put + producer]);

    /// <summary>The next item of a producer, 1 and up; one that died before it had put its last leaves a gap that counts as unsure.</summary>
    public long Announce(int producer) => ++Numbers[Announced + producer];

    public bool HasMore(int producer) => Numbers[Announced + producer] < Items;

    public void NotePut(int producer, long number) => Volatile.Write(ref Numbers[Put + producer], number);

    public void NoteUnsure(int producer)
    {
        if (Numbers[Announced + producer] is > 0 and var last && last != Numbers[Put + producer])
        {
            Numbers.Add(Place(producer, last), Unsure);
        }
    }

    public void NoteDelivery(long item) => Numbers.Add(Place((int)(item % Producers), item / Producers), 1);

    public (long Once, long Never, long Again, long Unsure) Account()
    {
        long once = 0, never = 0, again = 0, unsure = 0;
        for (int producer = 0; producer < Producers; producer++)
        {
            NoteUnsure(producer);
            for (long number = 1; number <= Numbers[Announced + producer]; number++)
            {
                long entry = Numbers[Place(producer, number)];
                long times = entry % Unsure;
                if (entry >= Unsure && times == 0)
                {
                    unsure++;
                    continue;
                }

                once += times == 1 ? 1 : 0;
                never += times == 0 ? 1 : 0;
                again += times > 1 ? times - 1 : 0;
            }
        }

        return (once, never, again, unsure);
    }

    private static int Place(int producer, long number) => (int)(Delivered + (producer * Items) + number - 1);
}
