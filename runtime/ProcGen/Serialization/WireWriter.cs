using System.Buffers;
using System.Buffers.Binary;
using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Unicode;

namespace ProcGen.Serialization;

/// <summary>Appends values in the MessagePack format to a <see cref="WireBuffer"/>.</summary>
/// <remarks>
/// The format is MessagePack's; the writer is ours, because a child's first use of MessagePack-CSharp's costs a third of the start of an
/// empty program, and because ours is compiled ahead of time with the rest of this assembly.
/// Call <see cref="Flush"/> when done: until then the buffer does not know what was written.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public ref struct WireWriter
{
    /// <summary>How deep values may nest. Deeper ones are cycles or attacks.</summary>
    public const int MaxDepth = 256;

    private const int MaxHeader = 5;

    private readonly WireBuffer _buffer;
    private Span<byte> _bytes;
    private int _position;
    private int _depth;

    /// <summary>Starts to append to <paramref name="buffer"/> behind what it holds.</summary>
    public WireWriter(WireBuffer buffer)
    {
        ArgumentNullException.ThrowIfNull(buffer);
        _buffer = buffer;
        _bytes = buffer.Whole;
        _position = buffer.Length;
    }

    /// <summary>How many bytes the buffer holds with what was written.</summary>
    public readonly int Position => _position;

    /// <inheritdoc cref="WireBuffer.Keeper"/>
    internal readonly IReferenceKeeper? Keeper => _buffer.Keeper;

    /// <inheritdoc cref="WireBuffer.Travellers"/>
    internal readonly List<ITraveller>? Travellers => _buffer.Travellers;

    /// <summary>Tells the buffer what was written.</summary>
    public readonly void Flush() => _buffer.Commit(_position);

    /// <summary>Writes the absence of a value.</summary>
    public void WriteNil() => Reserve(1)[0] = WireCode.Nil;

    /// <summary>Writes a Boolean.</summary>
    public void WriteBoolean(bool value) => Reserve(1)[0] = value ? WireCode.True : WireCode.False;

    /// <summary>Writes an integer in as few bytes as it takes.</summary>
    public void WriteInt64(long value)
    {
        if (value >= 0)
        {
            WriteUInt64((ulong)value);
            return;
        }

        switch (value)
        {
            case >= -32:
                Reserve(1)[0] = (byte)value;
                break;
            case >= sbyte.MinValue:
                Span<byte> two = Reserve(2);
                two[1] = (byte)value;
                two[0] = WireCode.Int8;
                break;
            case >= short.MinValue:
                BinaryPrimitives.WriteInt16BigEndian(Lead(WireCode.Int16, 2), (short)value);
                break;
            case >= int.MinValue:
                BinaryPrimitives.WriteInt32BigEndian(Lead(WireCode.Int32, 4), (int)value);
                break;
            default:
                BinaryPrimitives.WriteInt64BigEndian(Lead(WireCode.Int64, 8), value);
                break;
        }
    }

    /// <summary>Writes an unsigned integer in as few bytes as it takes.</summary>
    public void WriteUInt64(ulong value)
    {
        switch (value)
        {
            case <= WireCode.MaxFixPositive:
                Reserve(1)[0] = (byte)value;
                break;
            case <= byte.MaxValue:
                Span<byte> two = Reserve(2);
                two[1] = (byte)value;
                two[0] = WireCode.UInt8;
                break;
            case <= ushort.MaxValue:
                BinaryPrimitives.WriteUInt16BigEndian(Lead(WireCode.UInt16, 2), (ushort)value);
                break;
            case <= uint.MaxValue:
                BinaryPrimitives.WriteUInt32BigEndian(Lead(WireCode.UInt32, 4), (uint)value);
                break;
            default:
                BinaryPrimitives.WriteUInt64BigEndian(Lead(WireCode.UInt64, 8), value);
                break;
        }
    }

    /// <summary>Writes a single-precision number, bit for bit.</summary>
    public void WriteSingle(float value) => BinaryPrimitives.WriteSingleBigEndian(Lead(WireCode.Float32, 4), value);

    /// <summary>Writes a double-precision number, bit for bit.</summary>
    public void WriteDouble(double value) => BinaryPrimitives.WriteDoubleBigEndian(Lead(WireCode.Float64, 8), value);

    /// <summary>Writes text or null. Any string comes back as it was, lone surrogates included.</summary>
    public void WriteString(string? value)
    {
        if (value is null)
        {
            WriteNil();
            return;
        }

        WriteString(value.AsSpan());
    }

    /// <summary>Writes text. Any string comes back as it was, lone surrogates included.</summary>
    public void WriteString(ReadOnlySpan<char> value)
    {
        // The header's size follows from the most that the text can take, so that short text is encoded once, in place.
        // Long text is measured first: room for the worst case would be three times what most text takes.
        long most = 3L * value.Length;
        if (most > ushort.MaxValue || _position + most + MaxHeader > _buffer.Limit)
        {
            most = Measure(value);
        }

        int header = most switch { <= 31 => 1, <= byte.MaxValue => 2, <= ushort.MaxValue => 3, _ => MaxHeader };
        int room = Fit(header + most);
        Span<byte> target = Peek(room);
        OperationStatus status = Utf8.FromUtf16(value, target[header..], out _, out int written, replaceInvalidSequences: false);
        if (status != OperationStatus.Done)
        {
            WriteExtension(WireCode.Utf16Extension, MemoryMarshal.AsBytes(value));
            return;
        }

        switch (header)
        {
            case 1:
                target[0] = (byte)(WireCode.FixString | written);
                break;
            case 2:
                target[0] = WireCode.String8;
                target[1] = (byte)written;
                break;
            case 3:
                target[0] = WireCode.String16;
                BinaryPrimitives.WriteUInt16BigEndian(target[1..], (ushort)written);
                break;
            default:
                target[0] = WireCode.String32;
                BinaryPrimitives.WriteUInt32BigEndian(target[1..], (uint)written);
                break;
        }

        _position += header + written;
    }

    /// <summary>Writes bytes as one block.</summary>
    public void WriteBinary(scoped ReadOnlySpan<byte> value) => value.CopyTo(ReserveBinary(value.Length));

    /// <summary>Says that <paramref name="count"/> values follow.</summary>
    public void WriteArrayHeader(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        WriteCount(count, WireCode.FixArray, WireCode.Array16, WireCode.Array32);
    }

    /// <summary>Says that <paramref name="count"/> pairs of key and value follow.</summary>
    public void WriteMapHeader(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        WriteCount(count, WireCode.FixMap, WireCode.Map16, WireCode.Map32);
    }

    /// <summary>Copies a value that is in the format already.</summary>
    public void WriteRaw(scoped ReadOnlySpan<byte> encoded) => encoded.CopyTo(Reserve(encoded.Length));

    /// <summary>Steps into a value that holds others. Pair with <see cref="Leave"/>.</summary>
    /// <exception cref="UnserializableValueException">The value is nested deeper than <see cref="MaxDepth"/>: perhaps it refers to itself.</exception>
    public void Enter(Type type)
    {
        if (++_depth > MaxDepth)
        {
            throw Error(type, $"it is nested more than {MaxDepth} levels deep. Does it refer to itself? Send a flat form, with keys in place of references.");
        }
    }

    /// <summary>Steps out of a value that holds others.</summary>
    public void Leave() => _depth--;

    /// <summary>Takes back all that was written since the writer was at <paramref name="position"/>, and at that depth.</summary>
    internal void Rewind(int position, int depth) => (_position, _depth) = (position, depth);

    /// <summary>How many values have been stepped into.</summary>
    internal readonly int Depth => _depth;

    /// <summary>Starts a block of <paramref name="length"/> bytes, which the caller fills before it writes anything else.</summary>
    internal Span<byte> ReserveBinary(long length)
    {
        int size = Fit(length);
        WriteLength(size, WireCode.Binary8, WireCode.Binary16, WireCode.Binary32);
        return Reserve(size);
    }

    /// <summary>Makes the error for a value that cannot be written; codecs throw it.</summary>
    public static UnserializableValueException Error(Type type, string problem) => new(type, problem);

    /// <summary>Steps into a value that is written as an array of <paramref name="count"/> values. Pair with <see cref="Leave"/>.</summary>
    internal void EnterArray(Type type, int count)
    {
        Enter(type);
        WriteArrayHeader(count);
    }

    /// <summary>Leaves room for the header of an array whose length is known only at its end. Pair with <see cref="EndArray"/>.</summary>
    internal int BeginArray() => BeginCounted(WireCode.Array32);

    /// <summary>Leaves room for the header of a map whose length is known only at its end. Pair with <see cref="EndArray"/>.</summary>
    internal int BeginMap() => BeginCounted(WireCode.Map32);

    /// <summary>Fills in how many values, or pairs, have followed.</summary>
    internal readonly void EndArray(int mark, int count) => BinaryPrimitives.WriteInt32BigEndian(_bytes.Slice(mark, sizeof(int)), count);

    private int BeginCounted(byte code)
    {
        Lead(code, sizeof(int));
        return _position - sizeof(int);
    }

    // What text takes in UTF-8; text that has no such form is told apart later, when it is encoded.
    private static long Measure(ReadOnlySpan<char> value)
    {
        const int Part = 1 << 24;
        long sum = 0;
        for (; value.Length > Part; value = value[Part..])
        {
            // The count of two halves of a pair, counted apart, is more than that of the pair: still enough.
            sum += Encoding.UTF8.GetByteCount(value[..Part]);
        }

        return sum + Encoding.UTF8.GetByteCount(value);
    }

    private readonly int Fit(long size) => _position + size <= _buffer.Limit
        ? (int)size
        : throw new MessageTooLargeException(_position + size, _buffer.Limit);

    private void WriteExtension(sbyte type, ReadOnlySpan<byte> value)
    {
        WriteLength(value.Length, WireCode.Extension8, WireCode.Extension16, WireCode.Extension32);
        Reserve(1)[0] = (byte)type;
        value.CopyTo(Reserve(value.Length));
    }

    private void WriteCount(int count, byte small, byte medium, byte large)
    {
        switch (count)
        {
            case <= 15:
                Reserve(1)[0] = (byte)(small | count);
                break;
            case <= ushort.MaxValue:
                BinaryPrimitives.WriteUInt16BigEndian(Lead(medium, 2), (ushort)count);
                break;
            default:
                BinaryPrimitives.WriteUInt32BigEndian(Lead(large, 4), (uint)count);
                break;
        }
    }

    private void WriteLength(int length, byte small, byte medium, byte large)
    {
        switch (length)
        {
            case <= byte.MaxValue:
                Lead(small, 1)[0] = (byte)length;
                break;
            case <= ushort.MaxValue:
                BinaryPrimitives.WriteUInt16BigEndian(Lead(medium, 2), (ushort)length);
                break;
            default:
                BinaryPrimitives.WriteUInt32BigEndian(Lead(large, 4), (uint)length);
                break;
        }
    }

    private Span<byte> Lead(byte code, int size)
    {
        Span<byte> span = Reserve(size + 1);
        span[0] = code;
        return span[1..];
    }

    /// <summary>Takes room for bytes that the caller fills before it writes anything else.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal Span<byte> Reserve(int size)
    {
        Span<byte> span = Peek(size);
        _position += size;
        return span;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Span<byte> Peek(int size)
    {
        if (_bytes.Length - _position < size)
        {
            _bytes = _buffer.Grow(_position, size);
        }

        return _bytes.Slice(_position, size);
    }
}
