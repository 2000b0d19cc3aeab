namespace ProcGen.Tests.Hosting;

public class ExitStatusTests
{
    [Theory]
    [InlineData(0, null, ExitReason.Exited, "exited with code 0")]
    [InlineData(3, null, ExitReason.Exited, "exited with code 3")]
    [InlineData(121, null, ExitReason.ParentLost, "exited with code 121 because its parent was gone")]
    [InlineData(null, 15, ExitReason.KilledByUs, "ended by signal 15 (SIGTERM), which this process sent")]
    [InlineData(null, 11, ExitReason.Signalled, "ended by signal 11 (SIGSEGV)")]
    [InlineData(null, 6, ExitReason.Signalled, "aborted by signal 6 (SIGABRT): an unhandled exception, a stack overflow or FailFast")]
    [InlineData(null, 9, ExitReason.OutOfMemoryLikely, "killed by signal 9 (SIGKILL) from outside: perhaps the system ran out of memory")]
    [InlineData(null, 6, ExitReason.OutOfMemoryLikely, "ended by signal 6 (SIGABRT) after it ran out of memory")]
    [InlineData(null, 40, ExitReason.Signalled, "ended by signal 40")]
    [InlineData(null, null, ExitReason.Unknown, "ended, with an exit status that another part of this process took from the kernel")]
    public void It_says_in_words_what_happened(int? code, int? signal, ExitReason reason, string words)
    {
        ExitStatus status = new(code, signal, reason);
        Assert.Equal(words, status.ToString());
        Assert.Equal(signal is null ? code : -signal, status.ExitCode);
        Assert.Equal(code == 0, status.IsSuccess);
    }
}
