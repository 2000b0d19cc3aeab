using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace ProcGen.Serialization;

#pragma warning disable CS1591 // A codec's name says what it carries.

[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct DateTimeCodec : ICodec<DateTime>
{
    // The bits themselves: the clock's reading and its kind, whatever the time zone of the other process. Only they tell the two
    // passages of the hour that repeats at the end of summer time apart.
    public static void Write(ref WireWriter writer, DateTime value) => writer.WriteUInt64(Unsafe.BitCast<DateTime, ulong>(value));

    public static DateTime Read(ref WireReader reader)
    {
        ulong bits = reader.ReadUInt64();
        return AreBits(bits) ? Unsafe.BitCast<ulong, DateTime>(bits) : throw reader.Error("a date lies outside the calendar");
    }

    /// <summary>Whether these are the bits of a date: any kind in the upper two, ticks of the calendar in the rest.</summary>
    internal static bool AreBits(ulong bits) => (bits & 0x3fff_ffff_ffff_ffff) <= (ulong)DateTime.MaxValue.Ticks;
}

[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct DateTimeOffsetCodec : ICodec<DateTimeOffset>
{
    private const int MaxOffsetMinutes = 14 * 60;

    public static void Write(ref WireWriter writer, DateTimeOffset value)
    {
        writer.EnterArray(typeof(DateTimeOffset), 2);
        writer.WriteInt64(value.Ticks);
        writer.WriteInt64(value.TotalOffsetMinutes);
        writer.Leave();
    }

    public static DateTimeOffset Read(ref WireReader reader)
    {
        reader.EnterArray(2);
        long ticks = reader.ReadInt64(0, DateTime.MaxValue.Ticks);
        TimeSpan offset = TimeSpan.FromMinutes(reader.ReadInt64(-MaxOffsetMinutes, MaxOffsetMinutes));
        reader.Leave();
        long universal = ticks - offset.Ticks;
        return universal >= 0 && universal <= DateTime.MaxValue.Ticks
            ? new DateTimeOffset(ticks, offset)
            : throw reader.Error("a time lies outside the calendar");
    }

    /// <summary>Whether a value that was copied as memory is one that could have been made.</summary>
    internal static bool IsValid(DateTimeOffset value) =>
        value.TotalOffsetMinutes is >= -MaxOffsetMinutes and <= MaxOffsetMinutes
        && (ulong)value.UtcTicks <= (ulong)DateTime.MaxValue.Ticks
        && (ulong)(value.UtcTicks + (value.TotalOffsetMinutes * TimeSpan.TicksPerMinute)) <= (ulong)DateTime.MaxValue.Ticks;
}

[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct DateOnlyCodec : ICodec<DateOnly>
{
    public static void Write(ref WireWriter writer, DateOnly value) => writer.WriteInt64(value.DayNumber);
    public static DateOnly Read(ref WireReader reader) => DateOnly.FromDayNumber((int)reader.ReadInt64(0, DateOnly.MaxValue.DayNumber));
}

[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct TimeOnlyCodec : ICodec<TimeOnly>
{
    public static void Write(ref WireWriter writer, TimeOnly value) => writer.WriteInt64(value.Ticks);
    public static TimeOnly Read(ref WireReader reader) => new(reader.ReadInt64(0, TimeOnly.MaxValue.Ticks));
}

[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct TimeSpanCodec : ICodec<TimeSpan>
{
    public static void Write(ref WireWriter writer, TimeSpan value) => writer.WriteInt64(value.Ticks);
    public static TimeSpan Read(ref WireReader reader) => new(reader.ReadInt64());
}
