namespace ProcGen.Acceptance.Synchronization;

/// <summary>Shared lists.</summary>
public class SharedListTests : ProcessTest
{
    private static readonly object?[] Mixed = ["howdy", (byte[])[1, 2, 0], -273.154, 100L, 7, 1.5f, null, true, "howdy", false];

    [Fact]
    public void SM10_Elements_of_each_type_are_read_found_and_counted()
    {
        using SharedList list = new(Mixed);
        Assert.Equal(Mixed.Length, list.Count);
        Assert.Equal(Mixed, list.ToArray());
        Assert.Equal(Mixed, [.. list]);
        Assert.Equal(false, list[^1]);
        Assert.Equal("howdy", list[^2]);
        Assert.Equal(2, list.CountOf("howdy"));
        Assert.Equal(1, list.CountOf(null));
        Assert.Equal(0, list.CountOf("nobody"));
        Assert.Equal(0, list.IndexOf("howdy"));
        Assert.Equal(1, list.IndexOf((byte[])[1, 2, 0]));
        Assert.Equal(6, list.IndexOf(null));
        Assert.Equal(-1, list.IndexOf(8));
        Assert.Equal("SharedList (10 elements)", list.ToString());
    }

    [Fact]
    public void SM10_An_element_becomes_one_of_another_type_where_it_lies()
    {
        using SharedList list = new(Mixed);
        object?[] others = [1, 2L, true, null, 3.5, 2.5f];
        for (int i = 0; i < list.Count; i++)
        {
            foreach (object? other in others)
            {
                list[i] = other;
                Assert.Equal(other, list[i]);
            }
        }

        // As in Python, a place has room for 8 bytes at least, whatever it was made with.
        for (int i = 0; i < list.Count; i++)
        {
            list[i] = "12345678";
            list[i] = (byte[])[1, 2, 3, 4, 5, 6, 7, 8];
            Assert.Equal((byte[])[1, 2, 3, 4, 5, 6, 7, 8], list[i]);
            Assert.Throws<ArgumentException>("value", () => list[i] = "123456789");
        }

        using SharedList texts = new("12345678", "");
        texts[0] = "abc";
        Assert.Equal("abc", texts[0]);
        texts[0] = (byte[])[1, 2, 3, 4, 5, 6, 7, 8];
        Assert.Equal((byte[])[1, 2, 3, 4, 5, 6, 7, 8], texts[0]);
        texts[1] = "short";
        Assert.Throws<ArgumentException>(() => texts[0] = "123456789");
        Assert.Throws<ArgumentException>(() => texts[1] = "ä日本ö");
        Assert.Throws<ArgumentException>(() => texts[1] = 1m);
        Assert.Throws<ArgumentException>(() => texts[1] = DateTime.UnixEpoch);
        Assert.Equal((byte[])[1, 2, 3, 4, 5, 6, 7, 8], texts[0]);
        Assert.Equal("short", texts[1]);
        Assert.Throws<ArgumentException>(static () => new SharedList(1, new object()));
    }

    [Fact]
    public void SM10_A_place_that_is_none_is_refused()
    {
        using SharedList list = new(1, 2);
        Assert.Throws<ArgumentOutOfRangeException>(() => list[2]);
        Assert.Throws<ArgumentOutOfRangeException>(() => list[-1]);
        Assert.Throws<ArgumentOutOfRangeException>(() => list[2] = 1);
        Assert.Throws<ArgumentOutOfRangeException>(() => list[-1] = 1);
        Assert.Throws<ArgumentOutOfRangeException>(() => list[^3]);
        Assert.False(list.Lock.IsLocked);
        Assert.Equal([1, 2], list.ToArray());
    }

    [Theory]
    [InlineData(Party.Thread)]
    [InlineData(Party.Process)]
    public async Task SM10_What_others_change_is_seen(Party party)
    {
        using SharedList list = new("....", 1, true);
        Assert.Equal(3, await party.Run(new SharedDataJobs.ChangeListProcess(list)));
        Assert.Equal(["text", 2, null], list.ToArray());
    }

    [Fact]
    public async Task SM12_A_copy_is_independent_and_what_is_opened_by_name_is_not()
    {
        string name = Names.New();
        using SharedList list = new("text", 1, true);
        using SharedList copy = list.Copy(name);
        Assert.Equal(name, copy.Name);
        Assert.Equal(list.ToArray(), copy.ToArray());
        copy[1] = 2;
        Assert.Equal(1, list[1]);
        using SharedList same = SharedList.Open(name);
        Assert.Equal(2, same[1]);
        same[1] = 3;
        Assert.Equal(3, copy[1]);
        await SharedDataJobs.ChangeListProcess.RunAsync(copy);
        Assert.Equal(["text", 4, null], same.ToArray());
        using SharedList nameless = list.Copy();
        Assert.Null(nameless.Name);
        Assert.Equal(["text", 1, true], nameless.ToArray());
    }

    [Fact]
    public void SM12_An_empty_list_is_one()
    {
        string name = Names.New();
        using SharedList empty = SharedList.Create(name);
        using SharedList same = SharedList.Open(name);
        Assert.Empty(same);
        Assert.Equal((0, 0), (same.Count, same.ToArray().Length));
        Assert.Equal(-1, same.IndexOf(null));
        Assert.Throws<ArgumentOutOfRangeException>(() => same[0]);
        using SharedList copy = same.Copy();
        Assert.Empty(copy);
    }

    // The elements stay where they are: much more than a message may have.
    [Fact]
    public async Task SM12_What_crosses_has_the_same_size_however_long_the_list_is()
    {
        using SharedList list = new([new string('x', 1 << 20), 1, .. Enumerable.Range(0, 10_000).Cast<object?>()]);
        using var process = new SharedDataJobs.ChangeListProcess(list) { MessageLimit = 64 << 10 }.Started();
        Assert.Equal(10_002, await process.GetResultAsync().Soon());
        Assert.Equal(2, list[1]);
    }
}
