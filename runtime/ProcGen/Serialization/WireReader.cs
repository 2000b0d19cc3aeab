using System.Buffers;
using System.Buffers.Binary;
using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Unicode;

namespace ProcGen.Serialization;

/// <summary>Reads values in the MessagePack format from bytes that nobody has to trust.</summary>
/// <remarks>
/// Every length is held against what remains before anything is allocated for it, so that a few hostile bytes cannot ask for gigabytes;
/// depth is limited; whatever is wrong is a <see cref="ProtocolException"/> that names the offset.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public ref struct WireReader
{
    private const int ShortText = 256;

    private readonly ReadOnlySpan<byte> _bytes;
    private int _position;
    private int _depth;

    /// <summary>Starts to read <paramref name="bytes"/>.</summary>
    public WireReader(ReadOnlySpan<byte> bytes) => _bytes = bytes;

    /// <summary>How many bytes are left.</summary>
    public readonly int Remaining => _bytes.Length - _position;

    /// <summary>How many bytes have been read.</summary>
    public readonly int Position => _position;

    /// <summary>Whether the next value is nil; does not read it.</summary>
    public readonly bool IsNil => _position < _bytes.Length && _bytes[_position] == WireCode.Nil;

    /// <summary>Reads a nil if there is one next.</summary>
    public bool TryReadNil()
    {
        if (!IsNil)
        {
            return false;
        }

        _position++;
        return true;
    }

    /// <summary>Reads a Boolean.</summary>
    public bool ReadBoolean() => Take() switch
    {
        WireCode.True => true,
        WireCode.False => false,
        byte code => throw Unexpected(code, "a Boolean"),
    };

    /// <summary>Reads an integer of any width, if it is within the range.</summary>
    public long ReadInt64(long min = long.MinValue, long max = long.MaxValue)
    {
        byte code = Take();
        long value;
        if (code <= WireCode.MaxFixPositive)
        {
            value = code;
        }
        else if (code >= WireCode.MinFixNegative)
        {
            value = (sbyte)code;
        }
        else if (code == WireCode.UInt64)
        {
            ulong large = BinaryPrimitives.ReadUInt64BigEndian(Take(8));
            value = large <= long.MaxValue ? (long)large : throw OutOfRange(large, min, (ulong)max);
        }
        else
        {
            value = code switch
            {
                WireCode.UInt8 => Take(),
                WireCode.UInt16 => BinaryPrimitives.ReadUInt16BigEndian(Take(2)),
                WireCode.UInt32 => BinaryPrimitives.ReadUInt32BigEndian(Take(4)),
                WireCode.Int8 => (sbyte)Take(),
                WireCode.Int16 => BinaryPrimitives.ReadInt16BigEndian(Take(2)),
                WireCode.Int32 => BinaryPrimitives.ReadInt32BigEndian(Take(4)),
                WireCode.Int64 => BinaryPrimitives.ReadInt64BigEndian(Take(8)),
                _ => throw Unexpected(code, "an integer"),
            };
        }

        return value >= min && value <= max ? value : throw OutOfRange(value, min, (ulong)max);
    }

    /// <summary>Reads an unsigned integer of any width, if it is within the range.</summary>
    public ulong ReadUInt64(ulong max = ulong.MaxValue)
    {
        byte code = Take();
        if (code == WireCode.UInt64)
        {
            ulong large = BinaryPrimitives.ReadUInt64BigEndian(Take(8));
            return large <= max ? large : throw OutOfRange(large, 0, max);
        }

        _position--;
        ulong value = (ulong)ReadInt64(0);
        return value <= max ? value : throw OutOfRange(value, 0, max);
    }

    /// <summary>Reads an integer within the range of <see cref="int"/>.</summary>
    public int ReadInt32() => (int)ReadInt64(int.MinValue, int.MaxValue);

    /// <summary>Reads a single-precision number.</summary>
    public float ReadSingle() => Take() switch
    {
        WireCode.Float32 => BinaryPrimitives.ReadSingleBigEndian(Take(4)),
        byte code => throw Unexpected(code, "a single-precision number"),
    };

    /// <summary>Reads a double-precision number.</summary>
    public double ReadDouble() => Take() switch
    {
        WireCode.Float64 => BinaryPrimitives.ReadDoubleBigEndian(Take(8)),
        byte code => throw Unexpected(code, "a double-precision number"),
    };

    /// <summary>Reads text or null.</summary>
    public string? ReadString()
    {
        byte code = Take();
        switch (code)
        {
            case WireCode.Nil:
                return null;
            case >= WireCode.FixString and < WireCode.Nil:
                return Text(Take(code & 0x1f));
            case WireCode.String8:
                return Text(Take(Take()));
            case WireCode.String16:
                return Text(Take(BinaryPrimitives.ReadUInt16BigEndian(Take(2))));
            case WireCode.String32:
                return Text(TakeLarge());
            case WireCode.Extension8 or WireCode.Extension16 or WireCode.Extension32:
                return ReadUtf16(code);
            default:
                throw Unexpected(code, "a string");
        }
    }

    /// <summary>Reads a block of bytes, as a view of the message.</summary>
    public ReadOnlySpan<byte> ReadBinary()
    {
        byte code = Take();
        return code switch
        {
            WireCode.Binary8 => Take(Take()),
            WireCode.Binary16 => Take(BinaryPrimitives.ReadUInt16BigEndian(Take(2))),
            WireCode.Binary32 => TakeLarge(),
            _ => throw Unexpected(code, "a block of bytes"),
        };
    }

    /// <summary>Reads how many values follow. The count is never more than the bytes that remain.</summary>
    public int ReadArrayHeader()
    {
        byte code = Take();
        return Count(code switch
        {
            >= WireCode.FixArray and < WireCode.FixString => (uint)(code & 0x0f),
            WireCode.Array16 => BinaryPrimitives.ReadUInt16BigEndian(Take(2)),
            WireCode.Array32 => BinaryPrimitives.ReadUInt32BigEndian(Take(4)),
            _ => throw Unexpected(code, "an array"),
        }, bytesEach: 1);
    }

    /// <summary>Reads how many pairs of key and value follow. The count is never more than the bytes that remain can hold.</summary>
    public int ReadMapHeader()
    {
        byte code = Take();
        return Count(code switch
        {
            >= WireCode.FixMap and < WireCode.FixArray => (uint)(code & 0x0f),
            WireCode.Map16 => BinaryPrimitives.ReadUInt16BigEndian(Take(2)),
            WireCode.Map32 => BinaryPrimitives.ReadUInt32BigEndian(Take(4)),
            _ => throw Unexpected(code, "a map"),
        }, bytesEach: 2);
    }

    /// <summary>Reads an array header that must announce exactly <paramref name="count"/> values.</summary>
    public void ReadArrayHeader(int count)
    {
        int found = ReadArrayHeader();
        if (found != count)
        {
            throw Error($"expected {count} values and found {found}");
        }
    }

    /// <summary>Passes over one whole value of any kind, and returns its bytes.</summary>
    public ReadOnlySpan<byte> Skip()
    {
        int start = _position;
        // Values still to pass over. A counter instead of recursion: depth costs nothing, and each value takes at least a byte.
        for (long pending = 1; pending > 0; pending--)
        {
            byte code = Take();
            switch (code)
            {
                case <= WireCode.MaxFixPositive or >= WireCode.MinFixNegative or WireCode.Nil or WireCode.True or WireCode.False:
                    break;
                case < WireCode.FixArray:
                    pending += 2L * Count((uint)(code & 0x0f), 2);
                    break;
                case < WireCode.FixString:
                    pending += Count((uint)(code & 0x0f), 1);
                    break;
                case < WireCode.Nil:
                    Take(code & 0x1f);
                    break;
                case WireCode.Binary8 or WireCode.String8:
                    Take(Take());
                    break;
                case WireCode.Binary16 or WireCode.String16:
                    Take(BinaryPrimitives.ReadUInt16BigEndian(Take(2)));
                    break;
                case WireCode.Binary32 or WireCode.String32:
                    TakeLarge();
                    break;
                case WireCode.Extension8 or WireCode.Extension16 or WireCode.Extension32:
                    TakeExtension(code, out _);
                    break;
                case WireCode.UInt8 or WireCode.Int8:
                    Take(1);
                    break;
                case WireCode.UInt16 or WireCode.Int16:
                    Take(2);
                    break;
                case WireCode.UInt32 or WireCode.Int32 or WireCode.Float32:
                    Take(4);
                    break;
                case WireCode.UInt64 or WireCode.Int64 or WireCode.Float64:
                    Take(8);
                    break;
                case >= WireCode.FixExtension1 and <= WireCode.FixExtension16:
                    Take(1 + (1 << (code - WireCode.FixExtension1)));
                    break;
                case WireCode.Array16:
                    pending += Count(BinaryPrimitives.ReadUInt16BigEndian(Take(2)), 1);
                    break;
                case WireCode.Array32:
                    pending += Count(BinaryPrimitives.ReadUInt32BigEndian(Take(4)), 1);
                    break;
                case WireCode.Map16:
                    pending += 2L * Count(BinaryPrimitives.ReadUInt16BigEndian(Take(2)), 2);
                    break;
                case WireCode.Map32:
                    pending += 2L * Count(BinaryPrimitives.ReadUInt32BigEndian(Take(4)), 2);
                    break;
                default:
                    throw Unexpected(code, "a value");
            }
        }

        return _bytes[start.._position];
    }

    /// <summary>Steps into a value that holds others. Pair with <see cref="Leave"/>.</summary>
    public void Enter()
    {
        if (++_depth > WireWriter.MaxDepth)
        {
            throw Error($"values are nested more than {WireWriter.MaxDepth} levels deep");
        }
    }

    /// <summary>Steps out of a value that holds others.</summary>
    public void Leave() => _depth--;

    /// <summary>Checks that nothing is left over.</summary>
    public readonly void End()
    {
        if (Remaining > 0)
        {
            throw Error($"{Remaining} bytes are left over behind the last value");
        }
    }

    /// <summary>Makes the error for a value that is in the format but not valid; codecs throw it.</summary>
    public readonly ProtocolException Error(string problem) => new($"Malformed message at byte {_position} of {_bytes.Length}: {problem}.");

    /// <summary>Whether the next value is an array; does not read it.</summary>
    internal readonly bool IsArray => _position < _bytes.Length && _bytes[_position]
        is (>= WireCode.FixArray and < WireCode.FixString) or WireCode.Array16 or WireCode.Array32;

    /// <summary>Whether the next value is a map; does not read it.</summary>
    internal readonly bool IsMap => _position < _bytes.Length && _bytes[_position]
        is (>= WireCode.FixMap and < WireCode.FixArray) or WireCode.Map16 or WireCode.Map32;

    /// <summary>Reads a block of exactly <paramref name="length"/> bytes.</summary>
    internal ReadOnlySpan<byte> ReadBinary(int length)
    {
        ReadOnlySpan<byte> bytes = ReadBinary();
        return bytes.Length == length ? bytes : throw Error($"expected a block of {length} bytes and found {bytes.Length}");
    }

    /// <summary>Steps into a value that is written as an array of exactly <paramref name="count"/> values. Pair with <see cref="Leave"/>.</summary>
    internal void EnterArray(int count)
    {
        Enter();
        ReadArrayHeader(count);
    }

    private readonly string Text(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length > ShortText)
        {
            return LongText.Decode(utf8) ?? throw Error("a string is not UTF-8");
        }

        Span<char> characters = stackalloc char[ShortText];
        return Utf8.ToUtf16(utf8, characters, out _, out int written, replaceInvalidSequences: false) == OperationStatus.Done
            ? new string(characters[..written])
            : throw Error("a string is not UTF-8");
    }

    private string ReadUtf16(byte code)
    {
        ReadOnlySpan<byte> value = TakeExtension(code, out sbyte type);
        return type == WireCode.Utf16Extension && value.Length % sizeof(char) == 0
            ? new string(MemoryMarshal.Cast<byte, char>(value))
            : throw Error("a string is an extension of an unknown type");
    }

    private ReadOnlySpan<byte> TakeExtension(byte code, out sbyte type)
    {
        uint length = code switch
        {
            WireCode.Extension8 => Take(),
            WireCode.Extension16 => BinaryPrimitives.ReadUInt16BigEndian(Take(2)),
            _ => BinaryPrimitives.ReadUInt32BigEndian(Take(4)),
        };
        type = (sbyte)Take();
        return Take(Count(length, 1));
    }

    private ReadOnlySpan<byte> TakeLarge() => Take(Count(BinaryPrimitives.ReadUInt32BigEndian(Take(4)), 1));

    private readonly int Count(uint announced, int bytesEach) => announced <= (uint)(Remaining / bytesEach)
        ? (int)announced
        : throw Error($"{announced} items are announced and {Remaining} bytes remain");

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private byte Take() => _position < _bytes.Length ? _bytes[_position++] : throw Error("the message ends too early");

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ReadOnlySpan<byte> Take(int count)
    {
        if (Remaining < count)
        {
            throw Error("the message ends too early");
        }

        ReadOnlySpan<byte> span = _bytes.Slice(_position, count);
        _position += count;
        return span;
    }

    private readonly ProtocolException Unexpected(byte code, string expected) => Error($"expected {expected} and found lead byte 0x{code:x2}");

    private readonly ProtocolException OutOfRange(object value, long min, ulong max) => Error($"{value} is outside {min} to {max}");

    /// <summary>Apart from the reader, so that a child that reads short text only does not load the encodings.</summary>
    private static class LongText
    {
        // Replacing what is not UTF-8 would give a value that nobody wrote.
        private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

        public static string? Decode(ReadOnlySpan<byte> utf8)
        {
            try
            {
                return Strict.GetString(utf8);
            }
            catch (DecoderFallbackException)
            {
                return null;
            }
        }
    }
}
