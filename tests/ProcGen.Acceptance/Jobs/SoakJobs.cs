namespace ProcGen.Acceptance;

/// <summary>Targets of the queue's soak. Items are numbers that name their producer.</summary>
public static partial class SoakJobs
{
    [ProcessTarget]
    public static void Produce(ProcessQueue<long> queue, SharedArray<long> numbers, int producer) => Produce(queue, new Ledger(numbers), producer);

    [ProcessTarget]
    public static void ProduceJoinable(JoinableProcessQueue<long> queue, SharedArray<long> numbers, int producer) => Produce(queue, new Ledger(numbers), producer);

    [ProcessTarget]
    public static void Consume(ProcessQueue<long> queue, SharedArray<long> numbers) => Consume(queue, new Ledger(numbers), static () => { }, isInOrder: true);

    [ProcessTarget]
    public static void ConsumeJoinable(JoinableProcessQueue<long> queue, SharedArray<long> numbers) => Consume(queue, new Ledger(numbers), queue.TaskDone, isInOrder: false);

    private static void Produce(ProcessQueueBase<long> queue, Ledger ledger, int producer)
    {
        ledger.NoteUnsure(producer);
        while (!ledger.IsStopped && ledger.HasMore(producer))
        {
            long number = ledger.Announce(producer);
            queue.Put((number * Ledger.Producers) + producer);
            ledger.NotePut(producer, number);
            if (number % 16 == 0)
            {
                Thread.Sleep(1);
            }
        }
    }

    private static void Consume(ProcessQueueBase<long> queue, Ledger ledger, Action done, bool isInOrder)
    {
        long[] last = new long[Ledger.Producers];
        foreach (long item in queue.GetAll())
        {
            ledger.NoteDelivery(item);
            done();
            long number = item / Ledger.Producers;
            ref long before = ref last[item % Ledger.Producers];
            if (isInOrder && number <= before)
            {
                throw new InvalidOperationException($"{number} of {item % Ledger.Producers} came after {before}.");
            }

            before = number;
        }
    }
}
