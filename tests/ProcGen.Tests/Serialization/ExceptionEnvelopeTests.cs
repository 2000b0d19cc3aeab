using ProcGen.Serialization;

namespace ProcGen.Tests.Serialization;

public class ExceptionEnvelopeTests
{
#pragma warning disable CA2201 // Reserved for whoever may throw them; these are only sent.
    public static TheoryData<Exception> Known =>
    [
        new Exception("m"), new ApplicationException("m"), new ArgumentException("m"), new ArgumentException("m", "p"), new ArgumentException("m", "p", new IOException("i")),
        new ArgumentNullException("p"), new ArgumentNullException("p", "m"), new ArgumentNullException("m", new IOException("i")),
        new ArgumentOutOfRangeException("p"), new ArgumentOutOfRangeException("p", "m"), new ArgumentOutOfRangeException("p", 42, "m"), new ArgumentOutOfRangeException(null, 42, "m"),
        new InvalidOperationException("m"), new NotSupportedException("m"), new NotImplementedException("m"), new FormatException("m"), new OverflowException("m"),
        new DivideByZeroException("m"), new ArithmeticException("m"), new IndexOutOfRangeException("m"), new KeyNotFoundException("m"), new NullReferenceException("m"),
        new InvalidCastException("m"), new TimeoutException("m"), new OperationCanceledException("m"), new TaskCanceledException("m"), new IOException("m", 77),
        new FileNotFoundException("m", "f"), new DirectoryNotFoundException("m"), new EndOfStreamException("m"), new UnauthorizedAccessException("m"),
        new OutOfMemoryException("m"), new ObjectDisposedException("o"), new ObjectDisposedException("o", "m"), new ObjectDisposedException(null, "m"),
        new AggregateException("m", new IOException("a"), new TimeoutException("b", new FormatException("c"))), new AggregateException(),
        new RankException("m"), new ArrayTypeMismatchException("m"), new PlatformNotSupportedException("m"), new InvalidDataException("m"),
        new TypeInitializationException("T", new IOException("i")), new InsufficientExecutionStackException("m"), new UriFormatException("m"),
        new UnserializableValueException(typeof(int), "m"), new MessageTooLargeException(5, 4), new ProtocolException("m", new IOException("i")), new RemoteException("T", "m", null),
        new BadImageFormatException("m", "f"), new FileLoadException("m", "f"), new InsufficientMemoryException("m"), new InvalidTimeZoneException("m"), new MissingMethodException("m"),
        new NotFiniteNumberException("m", 1.5), new PathTooLongException("m"), new System.ComponentModel.Win32Exception(13, "m"), new System.Diagnostics.UnreachableException("m"),
        new System.Reflection.TargetInvocationException("m", new IOException("i")), new System.Runtime.CompilerServices.SwitchExpressionException("m"), new System.Security.SecurityException("m"),
        new SemaphoreFullException("m"), new SynchronizationLockException("m"), new LockRecursionException("m"), new System.Runtime.InteropServices.COMException("m"),
        new System.Net.Http.HttpRequestException("m", new IOException("i"), System.Net.HttpStatusCode.NotFound), new System.Net.Http.HttpRequestException(System.Net.Http.HttpRequestError.NameResolutionError, "m"),
        new System.Net.Sockets.SocketException((int)System.Net.Sockets.SocketError.ConnectionRefused), new System.Net.Sockets.SocketException((int)System.Net.Sockets.SocketError.TimedOut, "m"),
        new System.Security.Authentication.AuthenticationException("m"), new System.Security.Cryptography.CryptographicException("m"), new System.Threading.Channels.ChannelClosedException("m"),
        new System.Text.Json.JsonException("m", "$.a", 3, 7), new System.Xml.XmlException("m", null, 3, 7), new System.Xml.XmlException("m"),
        new AbandonedLockException("m", "n"), new BrokenBarrierException("m", BarrierBreak.PartyDied), new BufferTooShortException([1, 2, 3], 2), new MessageTooLongException(5, 4), new PoolFullException("m"),
        new ProcessLostException("m", new ExitStatus(3, null, ExitReason.Exited), 4711, "t", "tail"), new QueueCompletedException("m"), new SharedObjectException(SharedObjectFailure.NameTaken, "m", "n", 4711),
        new ProcessStartException(StartFailure.ExitedBeforeHello, "m", new ExitStatus(null, 9, ExitReason.Signalled), "tail", new IOException("i")) { FileName = "f", ErrorCode = 2 },
        new ProcessStartException(StartFailure.CouldNotSpawn, "m"), new TruncatedMessageException(3, 9),
        new WorkerLostException(new ExitStatus(null, 11, ExitReason.Signalled), 4711, "t", 2, "tail", new IOException("i"), isQuarantined: true),
    ];
#pragma warning restore CA2201

    [Theory]
    [MemberData(nameof(Known))]
    public void A_known_exception_comes_back_as_itself(Exception original)
    {
        original.HResult = 0x1234;
        Exception copy = Copy(original);
        AssertSame(original, copy);
    }

    [Fact]
    public void A_class_derived_from_a_known_one_comes_back_as_RemoteException_with_its_name()
    {
        RemoteException copy = Assert.IsType<RemoteException>(Copy(new Odd("odd")));
        Assert.Equal(typeof(Odd).ToString(), copy.TypeName);
        Assert.Equal("odd", copy.Message);
        Assert.Contains($"ProcGen.RemoteException ({typeof(Odd)}): odd", copy.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_stack_trace_of_the_other_process_is_shown_with_its_name_and_id()
    {
        Exception copy = Copy(Thrown(new InvalidOperationException("m", Thrown(new Odd("inner")))));
        Assert.Matches(@"at .*ExceptionEnvelopeTests\.Thrown.*ExceptionEnvelopeTests\.cs:line \d+\r?\n--- in process 'worker' \(4711\) ---", copy.StackTrace);
        Assert.Contains("--- in process 'worker' (4711) ---", copy.InnerException!.StackTrace, StringComparison.Ordinal);
        Exception again = Assert.Throws<InvalidOperationException>(void () => throw copy);
        Assert.Contains(nameof(Thrown), again.StackTrace, StringComparison.Ordinal);
        Assert.Contains(nameof(The_stack_trace_of_the_other_process_is_shown_with_its_name_and_id), again.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Two_hops_show_both_processes_each_behind_its_own_frames()
    {
        Exception once = Copy(Thrown(new Odd("m")), "grandchild", 2);
        Exception twice = Copy(Thrown(once), "child", 1);
        Assert.Equal(typeof(Odd).ToString(), Assert.IsType<RemoteException>(twice).TypeName);
        string trace = twice.StackTrace!;
        Assert.InRange(trace.IndexOf("'grandchild' (2)", StringComparison.Ordinal), 0, trace.IndexOf("'child' (1)", StringComparison.Ordinal));
    }

    [Fact]
    public void A_registered_class_comes_back_as_itself()
    {
        RemoteExceptions.Register<Coded, Coded.Codec>(typeof(Coded).FullName!);
        Coded copy = Assert.IsType<Coded>(Copy(Thrown(new Coded(42, new IOException("i")) { HResult = 9 })));
        Assert.Equal(42, copy.Code);
        Assert.Equal(9, copy.HResult);
        Assert.IsType<IOException>(copy.InnerException);
        Assert.Contains("'worker' (4711)", copy.StackTrace, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-1), InlineData(-2), InlineData(-3)]
    public void A_registered_class_whose_codec_fails_comes_back_as_RemoteException(int code)
    {
        RemoteExceptions.Register<Coded, Coded.Codec>(typeof(Coded).FullName!);
        RemoteException copy = Assert.IsType<RemoteException>(Copy(new Coded(code, null)));
        Assert.Equal(typeof(Coded).FullName, copy.TypeName);
        Assert.Equal($"code {code}", copy.Message);
    }

    [Fact]
    public void Two_classes_of_one_name_are_not_taken_for_each_other()
    {
        RemoteExceptions.Register<First, Same<First>>("Company.Twin");
        RemoteExceptions.Register<Second, Same<Second>>("Company.Twin");
        Assert.IsType<RemoteException>(Copy(new First()));
    }

    [Fact]
    public void An_exception_whose_own_code_fails_still_arrives()
    {
        RemoteException copy = Assert.IsType<RemoteException>(Copy(new Hopeless()));
        Assert.Contains("cannot be read", copy.Message, StringComparison.Ordinal);
        Assert.IsType<AggregateException>(Copy(new AggregateException("m", new Hopeless())));
    }

    [Fact]
    public void Long_texts_are_cut_and_say_so()
    {
        Exception copy = Copy(new IOException(new string('x', 1_000_000)));
        Assert.InRange(copy.Message.Length, 60_000, 70_000);
        Assert.EndsWith("… (1,000,000 characters in all)", copy.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Deep_and_wide_exceptions_are_cut()
    {
        Exception deep = new IOException("bottom");
        for (int level = 0; level < 500; level++)
        {
            deep = new IOException("level", deep);
        }

        int levels = 0;
        for (Exception? at = Copy(deep); at is not null; at = at.InnerException)
        {
            levels++;
        }

        Assert.Equal(16, levels);
        AggregateException wide = new(Enumerable.Range(0, 30).Select(_ => new AggregateException(Enumerable.Range(0, 30).Select(_ => new IOException(new string('x', 5_000))))));
        Assert.InRange(Encode(wide).Length, 1, 2_000_000);
        Assert.IsType<AggregateException>(Copy(wide));
    }

    [Fact]
    public void A_buffer_that_is_too_small_for_all_gets_a_short_account()
    {
        using WireBuffer buffer = new(2000);
        WireWriter writer = new(buffer);
        writer.WriteInt64(1);
        ExceptionEnvelope.Write(ref writer, new IOException(new string('x', 100_000), new IOException("i")), "worker", 4711);
        writer.Flush();
        WireReader reader = new(buffer.WrittenSpan);
        Assert.Equal(1, reader.ReadInt64());
        Assert.StartsWith("xxx", Assert.IsType<IOException>(ExceptionEnvelope.Read(ref reader)).Message, StringComparison.Ordinal);
        reader.End();
    }

    [Fact]
    public void Any_bytes_are_an_exception_or_a_ProtocolException()
    {
        RemoteExceptions.Register<Coded, Coded.Codec>(typeof(Coded).FullName!);
        List<byte[]> valid = [.. Known.Select(row => Encode(row.Data)), Encode(new Coded(42, new IOException("i"))), Encode(Thrown(new Odd("o")))];
        Random random = new(1);
        for (int i = 0; i < 100_000; i++)
        {
            byte[] bytes = [.. valid[random.Next(valid.Count)]];
            for (int change = random.Next(3); change >= 0; change--)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            ReadOnlySpan<byte> input = bytes.AsSpan(0, random.Next(4) == 0 ? random.Next(bytes.Length) : bytes.Length);
            long before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                Decode(input);
            }
            catch (ProtocolException)
            {
            }

            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 300_000 + (256 * input.Length));
        }
    }

    [Fact]
    public void A_message_of_endless_inner_exceptions_is_refused()
    {
        byte[] one = Encode(new IOException("m"));
        byte[] inner = one[(one.AsSpan().IndexOf("System.IO"u8) - 3)..];
        Assert.Throws<ProtocolException>(() => Decode([.. one.AsSpan(0, one.Length - 4), 0, 1, 0, 0, .. Enumerable.Repeat(inner, 65_536).SelectMany(bytes => bytes)]));
    }

    private static void AssertSame(Exception original, Exception copy)
    {
        Assert.Equal(original.GetType(), copy.GetType());
        Assert.Equal(original.Message, copy.Message);
        Assert.Equal(original.HResult, copy.HResult);
        Assert.Equal(PropertiesOf(original), PropertiesOf(copy));
        Exception[] inner = Inner(original);
        Exception[] copies = Inner(copy);
        Assert.Equal(inner.Length, copies.Length);
        for (int i = 0; i < inner.Length; i++)
        {
            AssertSame(inner[i], copies[i]);
        }
    }

    // All that its class and its bases declare, but for what every exception has, and for what is told by its type alone (a value is its text here).
    private static string[] PropertiesOf(Exception exception) =>
    [
        .. exception.GetType().GetProperties()
            .Where(static property => property.DeclaringType != typeof(Exception) && typeof(Exception).GetProperty(property.Name) is null && property.Name is not ("InnerExceptions" or "ValueType"))
            .OrderBy(static property => property.Name, StringComparer.Ordinal)
            .Select(property => $"{property.Name} = {(property.GetValue(exception) is ReadOnlyMemory<byte> bytes ? Convert.ToHexString(bytes.Span) : property.GetValue(exception))}"),
    ];

    [Fact]
    public void Data_come_back_simple_values_as_themselves()
    {
        Guid id = Guid.NewGuid();
        DateTimeOffset time = DateTimeOffset.UnixEpoch.AddTicks(7);
        IOException original = new("m") { Data = { ["text"] = "t", ["none"] = null, ["flag"] = true, ["int"] = 7, ["long"] = 7L, ["double"] = 0.1, ["id"] = id, ["time"] = time, ["other"] = new Uri("http://a/"), [5] = "five" } };
        Exception copy = Copy(original);
        object?[] expected = ["t", null, true, 7, 7L, 0.1, id, time, "http://a/", "five"];
        Assert.Equal(expected, ((string[])["text", "none", "flag", "int", "long", "double", "id", "time", "other", "5"]).Select(key => copy.Data[key]));
        Assert.Equal(expected.Length, copy.Data.Count);
        RemoteException unknown = Assert.IsType<RemoteException>(Copy(new Odd("odd") { Data = { ["a"] = 1 } }));
        Assert.Equal(1, unknown.Data["a"]);
    }

    [Fact]
    public void Many_data_are_cut()
    {
        IOException original = new("m");
        for (int i = 0; i < 1000; i++)
        {
            original.Data[i] = new string('x', 10_000);
        }

        Assert.InRange(Encode(original).Length, 1, 1_000_000);
        Assert.Equal(32, Copy(original).Data.Count);
    }

    private static Exception[] Inner(Exception exception) =>
        exception is AggregateException aggregate ? [.. aggregate.InnerExceptions] : exception.InnerException is { } inner ? [inner] : [];

    private static Exception Thrown(Exception exception)
    {
        try
        {
            throw exception;
        }
        catch (Exception thrown)
        {
            return thrown;
        }
    }

    private static Exception Copy(Exception exception, string name = "worker", int id = 4711) => Decode(Encode(exception, name, id));

    private static byte[] Encode(Exception exception, string name = "worker", int id = 4711) =>
        Wire.Encode((ref WireWriter writer) => ExceptionEnvelope.Write(ref writer, exception, name, id));

    private static Exception Decode(ReadOnlySpan<byte> bytes)
    {
        WireReader reader = new(bytes);
        Exception exception = ExceptionEnvelope.Read(ref reader);
        reader.End();
        return exception;
    }

    private sealed class Odd(string message) : InvalidOperationException(message);

    private sealed class First : Exception;

    private sealed class Second : Exception;

    private sealed class Hopeless : Exception
    {
        public override string Message => throw new TimeoutException();

        public override string? StackTrace => throw new TimeoutException();

        public override string ToString() => throw new TimeoutException();
    }

    private sealed class Coded(int code, Exception? inner) : Exception($"code {code}", inner)
    {
        public int Code => code;

        internal readonly struct Codec : IExceptionCodec<Coded>
        {
            public static void Write(ref WireWriter writer, Coded exception)
            {
                writer.WriteInt64(exception.Code);
                if (exception.Code == -1)
                {
                    throw new TimeoutException("cannot write");
                }

                if (exception.Code == -3)
                {
                    writer.WriteNil();
                }
            }

            public static Coded Read(ref WireReader reader, Exception? innerException)
            {
                int code = reader.ReadInt32();
                return code == -2 ? throw new TimeoutException("cannot read") : new Coded(code, innerException);
            }
        }
    }

    private readonly struct Same<TException> : IExceptionCodec<TException>
        where TException : Exception, new()
    {
        public static void Write(ref WireWriter writer, TException exception) => writer.WriteNil();

        public static TException Read(ref WireReader reader, Exception? innerException)
        {
            reader.TryReadNil();
            return new TException();
        }
    }
}
