using System.Reflection;

namespace ProcGen.Acceptance;

/// <summary>What targets and callers do wrong: a clear typed error that says what to do, nothing lost, nothing hanging.</summary>
public class FaultTests : ProcessTest
{
    [Fact]
    public async Task An_exception_comes_back_with_its_type_and_its_remote_stack()
    {
        var thrown = await Assert.ThrowsAsync<ArgumentException>(() => FaultJobs.ThrowKnownProcess.RunAsync("bad").Soon());
        Assert.Equal("message", thrown.ParamName);
        Assert.StartsWith("bad", thrown.Message, StringComparison.Ordinal);
        Assert.Contains("FaultJobs.ThrowKnown", thrown.ToString(), StringComparison.Ordinal);
        Assert.Contains("FaultJobs.cs", thrown.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_exception_after_an_await_comes_back_too()
    {
        var thrown = await Assert.ThrowsAsync<InvalidOperationException>(() => FaultJobs.ThrowLaterProcess.RunAsync().Soon());
        Assert.Equal("later", thrown.Message);
    }

    [Fact]
    public async Task Inner_exceptions_come_back()
    {
        var thrown = await Assert.ThrowsAsync<InvalidOperationException>(() => FaultJobs.ThrowInnerProcess.RunAsync().Soon());
        Assert.Equal("inner", Assert.IsType<FileNotFoundException>(thrown.InnerException).Message);
    }

    [Fact]
    public async Task An_exception_that_cannot_be_rebuilt_is_a_remote_exception()
    {
        var thrown = await Assert.ThrowsAsync<RemoteException>(() => FaultJobs.ThrowForeignProcess.RunAsync().Soon());
        Assert.Equal(typeof(ForeignException).FullName, thrown.TypeName);
        Assert.Equal("foreign", thrown.Message);
        Assert.Contains("FaultJobs.ThrowForeign", thrown.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_exception_with_the_attribute_is_rebuilt()
    {
        var thrown = await Assert.ThrowsAsync<DeclaredException>(() => FaultJobs.ThrowDeclaredProcess.RunAsync().Soon());
        Assert.Equal(("declared", 5), (thrown.Message, thrown.Number));
        Assert.Contains("FaultJobs.ThrowDeclared", thrown.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_exception_is_at_hand_everywhere()
    {
        using var process = new FaultJobs.ThrowDeclaredProcess { Output = OutputMode.Null }.Started();
        await Assert.ThrowsAsync<DeclaredException>(() => process.GetResultAsync().Soon());
        Assert.Throws<DeclaredException>(() => process.Result);
        Assert.IsType<DeclaredException>(process.Exception);
        Assert.Equal(1, process.Ended().ExitCode);
    }

    [Fact]
    public void What_a_target_threw_is_known_when_it_has_been_joined()
    {
        for (int i = 0; i < 20; i++)
        {
            using var process = new FaultJobs.ThrowKnownProcess("x") { Output = OutputMode.Null }.Started().Ended();
            Assert.IsType<ArgumentException>(process.Exception);
        }
    }

    [Fact]
    public async Task A_target_that_exits_is_lost_with_its_exit_code()
    {
        var lost = await Assert.ThrowsAsync<ProcessLostException>(() => FaultJobs.ExitWithProcess.RunAsync(3).Soon());
        Assert.Equal(new ExitStatus(3, null, ExitReason.Exited), lost.ExitStatus);
        Assert.Equal("last words", lost.StandardErrorTail);
        Assert.Equal("ProcGen.Acceptance.FaultJobs.ExitWith", lost.TargetName);
        Assert.Contains("exited with code 3", lost.Message, StringComparison.Ordinal);
        Assert.Contains("last words", lost.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(9, "SIGKILL")]
    [InlineData(15, "SIGTERM")]
    [InlineData(10, "signal 10")]
    public async Task A_target_that_dies_of_a_signal_is_lost_with_the_signal(int signal, string name)
    {
        var lost = await Assert.ThrowsAsync<ProcessLostException>(() => FaultJobs.RaiseProcess.RunAsync(signal).Soon());
        Assert.Equal(signal, lost.ExitStatus.Signal);
        Assert.Equal(-signal, lost.ExitStatus.ExitCode);
        Assert.Equal(ExitReason.Signalled, lost.ExitStatus.Reason);
        Assert.Contains(name, lost.Message, StringComparison.Ordinal);
        Assert.StartsWith("last words", lost.StandardErrorTail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stack_overflow_loses_one_process()
    {
        var lost = await Assert.ThrowsAsync<ProcessLostException>(() => FaultJobs.OverflowProcess.RunAsync(0).Soon());
        Assert.Equal(6, lost.ExitStatus.Signal);
        Assert.Contains("Overflow", lost.StandardErrorTail, StringComparison.Ordinal);
        Assert.Contains("stack overflow", lost.Message, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task FailFast_loses_one_process()
    {
        var lost = await Assert.ThrowsAsync<ProcessLostException>(() => FaultJobs.FailFastProcess.RunAsync("enough is enough").Soon());
        Assert.Equal(6, lost.ExitStatus.Signal);
        Assert.Contains("enough is enough", lost.StandardErrorTail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_exception_on_a_thread_of_the_targets_own_loses_one_process()
    {
        var lost = await Assert.ThrowsAsync<ProcessLostException>(() => FaultJobs.ThrowElsewhereProcess.RunAsync().Soon());
        Assert.Equal(6, lost.ExitStatus.Signal);
        Assert.Contains("elsewhere", lost.StandardErrorTail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Native_code_that_crashes_loses_one_process(bool byAbort)
    {
        var lost = await Assert.ThrowsAsync<ProcessLostException>(() => FaultJobs.CrashProcess.RunAsync(byAbort).Soon());
        Assert.NotNull(lost.ExitStatus.Signal);
        Assert.Equal(ExitReason.Signalled, lost.ExitStatus.Reason);
        Assert.Equal(3, await LifeJobs.AddProcess.RunAsync(1, 2));
    }

    [Fact]
    public async Task Out_of_memory_under_a_heap_limit_is_the_targets_exception()
    {
        using var process = new FaultJobs.HoardProcess { HeapLimit = 64 << 20, Output = OutputMode.Null }.Started();
        await Assert.ThrowsAsync<OutOfMemoryException>(() => process.GetResultAsync().Soon());
        process.Ended();
    }

    [Fact]
    public async Task A_heap_limit_is_not_inherited()
    {
        using var process = new FaultJobs.HeapLimitHereProcess(0) { HeapLimit = 64 << 20 }.Started();
        Assert.Equal(64 << 20, await process.GetResultAsync().Soon());
        using var chain = new FaultJobs.HeapLimitHereProcess(1) { HeapLimit = 64 << 20 }.Started();
        Assert.True(await chain.GetResultAsync().Soon() > 64 << 20);
        Assert.Throws<ArgumentOutOfRangeException>(() => new LifeJobs.NothingProcess { HeapLimit = 1 });
    }

    [Fact]
    public void An_argument_over_the_limit_is_refused_before_anything_starts()
    {
        using var process = new FaultJobs.MeasureProcess(new byte[5000]) { MessageLimit = 4096 };
        var refused = Assert.Throws<MessageTooLargeException>(process.Start);
        Assert.Equal(4096, refused.Limit);
        Assert.True(refused.Size > 4096);
        Assert.Empty(ChildProcess.Active);
        Assert.False(process.IsAlive);

        using var fits = new FaultJobs.MeasureProcess(new byte[3000]) { MessageLimit = 4096 }.Started();
        Assert.Equal(3000, fits.Result);
    }

    [Fact]
    public async Task A_result_over_the_limit_is_a_typed_error()
    {
        using var process = new FaultJobs.MakeProcess(5000) { MessageLimit = 4096, Output = OutputMode.Null }.Started();
        await Assert.ThrowsAsync<MessageTooLargeException>(() => process.GetResultAsync().Soon());
        Assert.Equal(1, process.Ended().ExitCode);
    }

    [Fact]
    public async Task A_result_that_cannot_be_written_is_a_typed_error_that_names_it()
    {
        using var process = new DataJobs.MakeShapeProcess(true) { Output = OutputMode.Null }.Started();
        var refused = await Assert.ThrowsAsync<UnserializableValueException>(() => process.GetResultAsync().Soon());
        Assert.Contains(typeof(Circle).FullName!, refused.Message, StringComparison.Ordinal);
        Assert.Contains(typeof(Shape).FullName!, refused.Message, StringComparison.Ordinal);
        Assert.Equal(1, process.Ended().ExitCode);
        Assert.Equal(new Shape("plain"), await DataJobs.MakeShapeProcess.RunAsync(false));
    }

    [Fact]
    public void An_argument_that_cannot_be_written_is_refused_before_anything_starts()
    {
        using var process = new FaultJobs.NameOfProcess(new Circle("round", 1));
        var refused = Assert.Throws<UnserializableValueException>(process.Start);
        Assert.Equal(typeof(Circle), refused.ValueType);
        Assert.Empty(ChildProcess.Active);
    }

    [Fact]
    public async Task Progress_that_cannot_be_written_is_thrown_where_it_was_reported()
    {
        await Assert.ThrowsAsync<UnserializableValueException>(() => FaultJobs.AllWithAProgressProcess.RunAsync(new Progress<Shape>()).Soon());
    }

    [Fact]
    public void A_program_that_is_not_there()
    {
        using var process = new LifeJobs.NothingProcess { Executable = "/nowhere/program" };
        var refused = Assert.Throws<ProcessStartException>(process.Start);
        Assert.Equal((StartFailure.CouldNotSpawn, 2, "/nowhere/program"), (refused.Failure, refused.ErrorCode, refused.FileName));
        Assert.Contains("/nowhere/program", refused.Message, StringComparison.Ordinal);
        Assert.Empty(ChildProcess.Active);
    }

    [Theory]
    [InlineData(UnixFileMode.UserRead | UnixFileMode.UserWrite, 13)]
    [InlineData(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, 8)]
    public void A_program_that_cannot_be_run(UnixFileMode mode, int error)
    {
        string program = Script("this is no program", mode, header: "");
        using var process = new LifeJobs.NothingProcess { Executable = program };
        var refused = Assert.Throws<ProcessStartException>(process.Start);
        Assert.Equal((StartFailure.CouldNotSpawn, error), (refused.Failure, refused.ErrorCode));
        Assert.Contains(program, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_that_exits_before_it_says_hello()
    {
        using var process = new LifeJobs.AddProcess(1) { Executable = Script("echo out of order >&2; exit 7"), Output = OutputMode.Null }.Started();
        var failed = await Assert.ThrowsAsync<ProcessStartException>(() => process.GetResultAsync().Soon());
        Assert.Equal((StartFailure.ExitedBeforeHello, "out of order"), (failed.Failure, failed.StandardErrorTail));
        Assert.Equal(new ExitStatus(7, null, ExitReason.Exited), failed.ExitStatus);
        Assert.Contains("out of order", failed.Message, StringComparison.Ordinal);
        Assert.Equal(7, process.Ended().ExitCode);
    }

    [Fact]
    public async Task A_program_that_crashes_before_it_says_hello()
    {
        using var process = new LifeJobs.AddProcess(1) { Executable = Script("kill -SEGV $$"), Output = OutputMode.Null }.Started();
        var failed = await Assert.ThrowsAsync<ProcessStartException>(() => process.GetResultAsync().Soon());
        Assert.Equal((StartFailure.ExitedBeforeHello, 11), (failed.Failure, failed.ExitStatus?.Signal));
    }

    [Fact]
    public async Task A_program_that_hangs_before_it_says_hello()
    {
        using var process = new LifeJobs.AddProcess(1)
        {
            Executable = Script("echo thinking >&2; exec sleep 1000"),
            StartTimeout = TimeSpan.FromMilliseconds(500),
            Output = OutputMode.Null,
        }.Started();
        var failed = await Assert.ThrowsAsync<ProcessStartException>(() => process.GetResultAsync().Soon());
        Assert.Equal((StartFailure.NoHelloInTime, "thinking"), (failed.Failure, failed.StandardErrorTail));
        Assert.Equal(-9, process.Ended().ExitCode);
    }

    [Theory]
    [InlineData("printf 'HTTP/1.1 400 Bad Request\\r\\n\\r\\n' >&3; exec sleep 1000")]
    [InlineData("printf '\\377\\377\\377\\377\\377\\377\\377\\377\\377\\377\\377\\377\\377\\377\\377\\377' >&3; exec sleep 1000")]
    [InlineData("printf '\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0' >&3; exec sleep 1000")]
    public async Task A_program_that_says_something_else(string script)
    {
        using var process = new LifeJobs.AddProcess(1) { Executable = Script(script), Output = OutputMode.Null }.Started();
        var failed = await Assert.ThrowsAnyAsync<ProcessException>(() => process.GetResultAsync().Soon());
        Assert.Equal(-9, process.Ended().ExitCode);
        Assert.Equal(StartFailure.Refused, Assert.IsType<ProcessStartException>(failed).Failure);
    }

    [Fact]
    public void A_working_directory_that_is_not_there()
    {
        using var process = new LifeJobs.NothingProcess { WorkingDirectory = "/nowhere" };
        var refused = Assert.Throws<ProcessStartException>(process.Start);
        Assert.Equal(StartFailure.CouldNotSpawn, refused.Failure);
        Assert.Contains("/nowhere", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Values_that_make_no_sense_are_refused_where_they_are_set()
    {
        Assert.ThrowsAny<ArgumentException>(() => new LifeJobs.NothingProcess { Name = "" });
        Assert.ThrowsAny<ArgumentException>(() => new LifeJobs.NothingProcess { Name = null! });
        Assert.ThrowsAny<ArgumentException>(() => new LifeJobs.NothingProcess { StartTimeout = TimeSpan.Zero });
        Assert.ThrowsAny<ArgumentException>(() => new LifeJobs.NothingProcess { GracePeriod = TimeSpan.FromSeconds(-2) });
        Assert.ThrowsAny<ArgumentException>(() => new LifeJobs.NothingProcess { MessageLimit = 0 });
    }

    [Fact]
    public async Task A_result_that_never_came_is_an_error_after_dispose()
    {
        Reports<int> running = new();
        var process = new FaultJobs.MeasureProcess([]);
        process.Dispose();
        Assert.Throws<ObjectDisposedException>(process.Start);
        Assert.Throws<ObjectDisposedException>(() => process.Result);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => process.GetResultAsync());
    }

    // Errors are handled by people: each says what it is in its type.
    [Fact]
    public void Every_exception_of_ours_derives_from_one()
    {
        IEnumerable<Type> exceptions = typeof(ProcessException).Assembly.GetExportedTypes().Where(static type => type.IsAssignableTo(typeof(Exception)));
        Assert.All(exceptions, static type => Assert.True(type.IsAssignableTo(typeof(ProcessException)), type.FullName));
        Assert.DoesNotContain(exceptions, static type => type.GetConstructors(BindingFlags.Public | BindingFlags.Instance).Length > 0);
    }

    private string Script(string body, UnixFileMode mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, string header = "#!/bin/sh\n")
    {
        string file = Path.Combine(NewFolder(), "program");
        File.WriteAllText(file, $"{header}{body}\n");
        File.SetUnixFileMode(file, mode);
        return file;
    }
}
