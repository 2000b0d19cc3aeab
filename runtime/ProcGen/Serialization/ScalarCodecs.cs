using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Text;

namespace ProcGen.Serialization;

#pragma warning disable CS1591 // A codec's name says what it carries.

[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct GuidCodec : ICodec<Guid>
{
    private const int Size = 16;

    public static void Write(ref WireWriter writer, Guid value) => value.TryWriteBytes(writer.ReserveBinary(Size));
    public static Guid Read(ref WireReader reader) => new(reader.ReadBinary(Size));
}

[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct UriCodec : ICodec<Uri?>
{
    // The kind crosses as well: on Unix "/a" is an absolute file address or a relative one, as its maker said.
    public static void Write(ref WireWriter writer, Uri? value)
    {
        if (value is null)
        {
            writer.WriteNil();
            return;
        }

        CodecError.ThrowIfDerived(value, typeof(Uri));
        writer.EnterArray(typeof(Uri), 2);
        writer.WriteBoolean(value.IsAbsoluteUri);
        writer.WriteString(value.OriginalString);
        writer.Leave();
    }

    public static Uri? Read(ref WireReader reader)
    {
        if (reader.TryReadNil())
        {
            return null;
        }

        reader.EnterArray(2);
        UriKind kind = reader.ReadBoolean() ? UriKind.Absolute : UriKind.Relative;
        string? text = reader.ReadString();
        reader.Leave();
        return Uri.TryCreate(text, kind, out Uri? uri) ? uri : throw reader.Error("a text is not an address of its kind");
    }
}

[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct VersionCodec : ICodec<Version?>
{
    public static void Write(ref WireWriter writer, Version? value)
    {
        if (value is null)
        {
            writer.WriteNil();
            return;
        }

        int parts = value.Revision >= 0 ? 4 : value.Build >= 0 ? 3 : 2;
        writer.EnterArray(typeof(Version), parts);
        writer.WriteInt64(value.Major);
        writer.WriteInt64(value.Minor);
        if (parts > 2)
        {
            writer.WriteInt64(value.Build);
        }

        if (parts > 3)
        {
            writer.WriteInt64(value.Revision);
        }

        writer.Leave();
    }

    public static Version? Read(ref WireReader reader)
    {
        if (reader.TryReadNil())
        {
            return null;
        }

        reader.Enter();
        int parts = reader.ReadArrayHeader();
        if (parts is < 2 or > 4)
        {
            throw reader.Error($"a version has {parts} parts");
        }

        int major = Part(ref reader);
        int minor = Part(ref reader);
        Version value = parts switch
        {
            2 => new Version(major, minor),
            3 => new Version(major, minor, Part(ref reader)),
            _ => new Version(major, minor, Part(ref reader), Part(ref reader)),
        };
        reader.Leave();
        return value;
    }

    private static int Part(ref WireReader reader) => (int)reader.ReadInt64(0, int.MaxValue);
}

[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct RuneCodec : ICodec<Rune>
{
    public static void Write(ref WireWriter writer, Rune value) => writer.WriteUInt64((uint)value.Value);

    public static Rune Read(ref WireReader reader)
    {
        uint value = (uint)reader.ReadUInt64(uint.MaxValue);
        return Rune.TryCreate(value, out Rune rune) ? rune : throw reader.Error("a number is not a Unicode scalar value");
    }
}

[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct IndexCodec : ICodec<Index>
{
    // An index from the end is the complement of its distance.
    public static void Write(ref WireWriter writer, Index value) => writer.WriteInt64(value.IsFromEnd ? ~value.Value : value.Value);

    public static Index Read(ref WireReader reader)
    {
        int value = reader.ReadInt32();
        return value < 0 ? new Index(~value, fromEnd: true) : new Index(value);
    }
}

[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct RangeCodec : ICodec<Range>
{
    public static void Write(ref WireWriter writer, Range value)
    {
        writer.EnterArray(typeof(Range), 2);
        IndexCodec.Write(ref writer, value.Start);
        IndexCodec.Write(ref writer, value.End);
        writer.Leave();
    }

    public static Range Read(ref WireReader reader)
    {
        reader.EnterArray(2);
        Range value = new(IndexCodec.Read(ref reader), IndexCodec.Read(ref reader));
        reader.Leave();
        return value;
    }
}
