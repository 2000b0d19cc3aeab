using ProcGen.Hosting;

namespace ProcGen.Tests.Hosting;

public class HelloTests
{
    [Fact]
    public void It_reads_back_what_it_wrote()
    {
        byte[] bytes = new byte[Hello.Size];
        Hello.OfThisProcess().Write(bytes);
        Assert.True(Hello.TryRead(bytes, out Hello read));
        Assert.Equal(Hello.OfThisProcess(), read);
        Assert.Equal(Environment.ProcessId, read.ProcessId);
        Assert.Null(read.FindMismatch(Hello.OfThisProcess()));
    }

    [Fact]
    public void Other_lengths_and_other_words_are_no_hello()
    {
        byte[] bytes = new byte[Hello.Size + 1];
        Hello.OfThisProcess().Write(bytes);
        Assert.False(Hello.TryRead(bytes, out _));
        Assert.False(Hello.TryRead(bytes.AsSpan(0, Hello.Size - 1), out _));
        Assert.False(Hello.TryRead([], out _));
        for (int i = 0; i < 4; i++)
        {
            byte[] changed = bytes[..Hello.Size];
            changed[i] ^= 1;
            Assert.False(Hello.TryRead(changed, out _));
        }
    }

    [Fact]
    public void Another_version_and_another_build_are_told_apart()
    {
        Hello own = Hello.OfThisProcess();
        Assert.Contains("version 99", (own with { ProtocolVersion = 99, RuntimeBuild = Guid.NewGuid() }).FindMismatch(own)!, StringComparison.Ordinal);
        Assert.Contains("another build", (own with { RuntimeBuild = Guid.NewGuid() }).FindMismatch(own)!, StringComparison.Ordinal);
        Assert.Null((own with { ProcessId = 1 }).FindMismatch(own));
    }

    // The layout is the one thing that must never change: every version has to be able to tell what the other one is.
    [Fact]
    public void Its_layout_is_fixed()
    {
        byte[] bytes = new byte[Hello.Size];
        new Hello(0x01020304, 0x05060708, new Guid("00112233-4455-6677-8899-aabbccddeeff")).Write(bytes);
        Assert.Equal("5047454E0403020108070605332211005544776688" + "99AABBCCDDEEFF", Convert.ToHexString(bytes));
    }
}
