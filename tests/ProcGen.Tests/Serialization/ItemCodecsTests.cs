using ProcGen.Serialization;

namespace ProcGen.Tests.Serialization;

public class ItemCodecsTests
{
    [Fact]
    public async Task Who_looks_while_another_adds_finds_what_is_added()
    {
        using ManualResetEventSlim isAdding = new(), hasFound = new();
        int runs = 0;
        ItemCodecs.AddLater(() =>
        {
            // The first who looks is held up here, until the second has what it looked for.
            if (Interlocked.Increment(ref runs) == 1)
            {
                isAdding.Set();
                hasFound.Wait(TestContext.Current.CancellationToken);
            }

            ItemCodecs.Add<Item, ItemItselfCodec>();
        });
        Task<ItemCodec<Item>> first = Task.Factory.StartNew(ItemCodecs.Get<Item>, TestContext.Current.CancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        isAdding.Wait(TestContext.Current.CancellationToken);
        try
        {
            Assert.NotNull(ItemCodecs.Get<Item>());
        }
        finally
        {
            hasFound.Set();
        }

        Assert.NotNull(await first);
    }

    [Fact]
    public void Of_what_nobody_named_the_type_is_told_and_what_to_do()
    {
        string message = Assert.Throws<NotSupportedException>(ItemCodecs.Get<Uri>).Message;
        Assert.Contains("items of System.Uri", message, StringComparison.Ordinal);
        Assert.Contains("typeof(ProcessQueue<", message, StringComparison.Ordinal);
        Assert.Contains("PG1005", message, StringComparison.Ordinal);
    }

    private sealed record Item(int Number);

    private readonly struct ItemItselfCodec : ICodec<Item>
    {
        public static void Write(ref WireWriter writer, Item value) => writer.WriteInt64(value.Number);

        public static Item Read(ref WireReader reader) => new(reader.ReadInt32());
    }
}
