namespace ProcGen.Tests.Serialization;

public class RoundTripTests
{
    [Theory]
    [MemberData(nameof(CodecCases.Names), MemberType = typeof(CodecCases))]
    public void Every_value_comes_back_as_it_was(string codec)
    {
        foreach (CodecCase values in CodecCases.Named(codec))
        {
            values.RoundTrip(randomValues: 500, fail: Assert.Fail);
        }
    }
}
