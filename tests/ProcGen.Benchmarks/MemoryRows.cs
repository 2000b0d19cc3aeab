namespace ProcGen.Benchmarks;

/// <summary>What a worker that has nothing to do holds and does, in a small program: resident memory, and how often it wakes.</summary>
internal static class MemoryRows
{
    public static IEnumerable<Row> All(bool isQuick)
    {
        foreach (Row row in Of("CoreCLR", StartRows.CoreClrProgram, most: 30, isQuick))
        {
            yield return row;
        }

        if (isQuick)
        {
            yield return Row.Left("idle worker, NativeAOT", "it takes half a minute to publish, and this is the quick run");
            yield break;
        }

        foreach (Row row in Of("NativeAOT", StartRows.PublishNative(), most: 15, isQuick))
        {
            yield return row;
        }
    }

    private static Row[] Of(string name, string program, double most, bool isQuick)
    {
        using PeerProgram pool = new(program, "pool");
        int worker = (int)pool.Ask("call");

        // Until what follows a start has passed: the runtime's compiling thread waits four seconds for more, and then ends.
        Thread.Sleep(6000);
        ProcessMemory memory = ProcessMemory.Of(worker);
        (long all, long finalizer) before = ProcessMemory.Sleeps(worker);
        Thread.Sleep(isQuick ? 3000 : 10_000);
        (long all, long finalizer) after = ProcessMemory.Sleeps(worker);
        long own = after.finalizer - before.finalizer;
        return
        [
            Row.Alone($"idle worker, {name}: resident", memory.Resident, "MB", most, $"{Measure.Text(memory.Proportional, "MB")} PSS"),
            Row.Alone($"idle worker, {name}: wakes in {(isQuick ? 3 : 10)} s", after.all - before.all - own, "times", 0, $"{own} of the runtime's finalizer thread"),
        ];
    }
}
