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
    [InlineData("12:hook", 12, true)]
    [InlineData("12:guard", 12, false)]
    [InlineData("4194304:guard", 4194304, false)]
    public void A_marker_reads_back(string text, int parent, bool byHook)
    {
        ChildMarker marker = new(parent, byHook);
        Assert.Equal(text, marker.ToString());
        Assert.Equal(marker, ChildMarker.Parse(text));
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
