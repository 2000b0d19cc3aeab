using ProcGen.Generator.Model;

namespace ProcGen.Generator.Tests;

public class EquatableArrayTests
{
    [Fact]
    public void The_default_is_the_empty_array_in_every_respect()
    {
        EquatableArray<string> none = default;
        EquatableArray<string> empty = new([]);
        Assert.True(none == empty);
        Assert.Equal(none.GetHashCode(), empty.GetHashCode());
        Assert.Empty(none);
        Assert.True(none.Count == 0);
        Assert.True(none.Equals((object)empty));
    }

    [Fact]
    public void Equal_items_make_equal_arrays()
    {
        EquatableArray<string> one = new(["a", "b"]);
        EquatableArray<string> same = new List<string> { "a", "b" }.ToEquatableArray();
        Assert.True(one.Equals(same));
        Assert.Equal(one.GetHashCode(), same.GetHashCode());
        Assert.Equal("b", one[1]);
        Assert.Equal(["a", "b"], one);
    }

    [Theory]
    [InlineData("a")]
    [InlineData("b", "a")]
    [InlineData("a", "b", "c")]
    [InlineData("a", "B")]
    public void Other_items_make_other_arrays(params string[] items) => Assert.True(new EquatableArray<string>(["a", "b"]) != new EquatableArray<string>(items));

    [Fact]
    public void It_does_not_follow_its_source()
    {
        string[] source = ["a"];
        EquatableArray<string> array = new(source);
        source[0] = "b";
        Assert.Equal("a", array[0]);
    }
}
