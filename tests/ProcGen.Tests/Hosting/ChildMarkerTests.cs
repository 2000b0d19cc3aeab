using ProcGen.Hosting;

namespace ProcGen.Tests.Hosting;

public class ChildMarkerTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void Our_hook_alone(string? existing)
    {
        string added = ChildMarker.AddHook(existing);
        Assert.Equal(ChildMarker.Hook, added);
        Assert.Null(ChildMarker.RemoveHook(added));
    }

    [Theory]
    [InlineData("/tools/profiler.dll")]
    [InlineData("/tools/profiler.dll:Other")]
    [InlineData("ProcGenTools")]
    public void Hooks_of_others_stay_and_run_before_ours(string existing)
    {
        string added = ChildMarker.AddHook(existing);
        Assert.Equal($"{existing}:{ChildMarker.Hook}", added);
        Assert.Equal(existing, ChildMarker.RemoveHook(added));
        Assert.Equal(existing, ChildMarker.RemoveHook(existing));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(12)]
    [InlineData(4194304)]
    public void A_marker_reads_back(int parent)
    {
        foreach (ChildEntry entry in Enum.GetValues<ChildEntry>())
        {
            ChildMarker marker = new(parent, entry);
            Assert.Equal(marker, ChildMarker.Parse(marker.ToString()));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("hook")]
    [InlineData(":hook")]
    [InlineData("12")]
    [InlineData("-12:hook")]
    [InlineData("99999999999999:hook")]
    [InlineData("1x:hook")]
    public void Anything_else_is_no_marker(string text) => Assert.Null(ChildMarker.Parse(text));

    [Fact]
    public void This_process_is_no_child() => Assert.False(ChildMarker.IsPresent);
}
