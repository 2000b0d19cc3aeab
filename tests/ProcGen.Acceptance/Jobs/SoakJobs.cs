namespace ProcGen.Acceptance;

/// <summary>Targets of the queue's soak. Items are numbers that name their producer.</summary>
public static partial class SoakJobs
{
    [ProcessTarget]
    public static void Produce(ProcessQueue<long> queue, SharedArray<long> numbers, int producer) => Produce(queue, new ItemLedger(numbers), producer);

    [ProcessTarget]
    public static void ProduceJoinable(JoinableProcessQueue<long> queue, SharedArray<long> numbers, int producer) => Produce(queue, new ItemLedger(numbers), producer);

    [ProcessTarget]
    public static void Consume(ProcessQueue<long> queue, SharedArray<long> numbers) => Consume(queue, new ItemLedger(numbers), static () => { }, isInOrder: true);

    [ProcessTarget]
    public static void ConsumeJoinable(JoinableProcessQueue<long> queue, SharedArray<long> numbers) => Consume(queue, new ItemLedger(numbers), queue.TaskDone, isInOrder: false);

    private static void Produce(ProcessQueueBase<long> queue, ItemLedger ledger, int producer)
    {
        ledger.NoteUnsure(producer);
        while (!ledger.IsStopped && ledger.HasMore(producer))
        {
            long number = ledger.Announce(producer);
            queue.Put((number * ItemLedger.Producers) + producer);
            ledger.NotePut(producer, number);
            if (number % 16 == 0)
            {
                Thread.Sleep(1);
            }
        }
    }

    private static void Consume(ProcessQueueBase<long> queue, ItemLedger ledger, Action done, bool isInOrder)
    {
        long[] last = new long[ItemLedger.Producers];
        foreach (long item in queue.GetAll())
        {
            ledger.NoteDelivery(item);
            done();
            long number = item / ItemLedger.Producers;
            ref long before = ref last[item % ItemLedger.Producers];
            if (isInOrder && number <= before)
            {
                throw new InvalidOperationException($"{number} of {item % ItemLedger.Producers} came after {before}.");
            }

            before = number;
        }
    }
}
