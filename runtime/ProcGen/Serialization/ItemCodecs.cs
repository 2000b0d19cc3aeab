using System.ComponentModel;

namespace ProcGen.Serialization;

/// <summary>The codecs of what queues and pipes carry, by type. Generated code adds those that it wrote.</summary>
/// <remarks>
/// A queue is made where nobody names a codec: <c>new ProcessQueue&lt;Row&gt;(10)</c>. So the generator adds the codec of each type that the program
/// names as what a queue, a connection or a listener carries, in the signature of a target or anywhere else.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class ItemCodecs
{
    private static readonly Lock Gate = new();
    private static Action? s_pending;

    /// <summary>Makes the codec of a type known.</summary>
    public static void Add<T, TCodec>()
        where TCodec : struct, ICodec<T> => ItemCodec<T>.Known ??= new ItemCodec<T, TCodec>();

    /// <summary>Keeps for the first who needs a codec what adds the codecs of an assembly: adding them costs time that no start should pay.</summary>
    public static void AddLater(Action add)
    {
        lock (Gate)
        {
            s_pending += add;
        }
    }

    /// <summary>The codec of a type.</summary>
    /// <exception cref="NotSupportedException">Nobody has added one.</exception>
    internal static ItemCodec<T> Get<T>() => ItemCodec<T>.Known ?? Find<T>();

    private static ItemCodec<T> Find<T>()
    {
        Action? pending = Volatile.Read(ref s_pending);
        if (pending is not null)
        {
            // Not under the gate, since it runs code of other assemblies, and not taken before it has run: who looks meanwhile would find nothing.
            // Run twice, it does no harm.
            pending();
            lock (Gate)
            {
                s_pending -= pending;
            }
        }

        return ItemCodec<T>.Known ??= BuiltIn(typeof(T)) as ItemCodec<T> ?? throw new NotSupportedException(
            $"No codec is known for items of {typeof(T)}. The generator writes one for each type that is named as the T of a ProcessQueue<T>, JoinableProcessQueue<T>, Connection<T>, ProcessListener<T>, "
            + "ProcessPipe.Create<T> or ProcessClient.Connect<T>, in the signature of a [ProcessTarget] method or anywhere else. Generic code does not say what its T is: where that is known, name it once, "
            + "if only as typeof(ProcessQueue<...>), in a project that has the package ProcGen with its analyzers; rule PG1005 says there what cannot cross.");
    }

    private static object? BuiltIn(Type type) =>
        type == typeof(bool) ? new ItemCodec<bool, BooleanCodec>()
        : type == typeof(byte) ? new ItemCodec<byte, ByteCodec>()
        : type == typeof(short) ? new ItemCodec<short, Int16Codec>()
        : type == typeof(int) ? new ItemCodec<int, Int32Codec>()
        : type == typeof(uint) ? new ItemCodec<uint, UInt32Codec>()
        : type == typeof(long) ? new ItemCodec<long, Int64Codec>()
        : type == typeof(ulong) ? new ItemCodec<ulong, UInt64Codec>()
        : type == typeof(char) ? new ItemCodec<char, CharCodec>()
        : type == typeof(float) ? new ItemCodec<float, SingleCodec>()
        : type == typeof(double) ? new ItemCodec<double, DoubleCodec>()
        : type == typeof(decimal) ? new ItemCodec<decimal, DecimalCodec>()
        : type == typeof(Guid) ? new ItemCodec<Guid, GuidCodec>()
        : type == typeof(DateTime) ? new ItemCodec<DateTime, DateTimeCodec>()
        : type == typeof(DateTimeOffset) ? new ItemCodec<DateTimeOffset, DateTimeOffsetCodec>()
        : type == typeof(TimeSpan) ? new ItemCodec<TimeSpan, TimeSpanCodec>()
        : type == typeof(string) ? new ItemCodec<string?, StringCodec>()
        : type == typeof(byte[]) ? new ItemCodec<byte[]?, UnmanagedArrayCodec<byte>>()
        : type == typeof(int[]) ? new ItemCodec<int[]?, UnmanagedArrayCodec<int>>()
        : type == typeof(long[]) ? new ItemCodec<long[]?, UnmanagedArrayCodec<long>>()
        : type == typeof(double[]) ? new ItemCodec<double[]?, UnmanagedArrayCodec<double>>()
        : null;
}

/// <summary>Writes and reads items of one type.</summary>
internal abstract class ItemCodec<T>
{
    public static ItemCodec<T>? Known { get; set; }

    public abstract void Write(ref WireWriter writer, T value);

    public abstract T Read(ref WireReader reader);
}

/// <summary>The same by a codec.</summary>
internal sealed class ItemCodec<T, TCodec> : ItemCodec<T>
    where TCodec : struct, ICodec<T>
{
    public override void Write(ref WireWriter writer, T value) => TCodec.Write(ref writer, value);

    public override T Read(ref WireReader reader) => TCodec.Read(ref reader);
}
