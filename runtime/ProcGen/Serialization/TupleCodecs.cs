using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;

namespace ProcGen.Serialization;

#pragma warning disable CS1591 // A codec's name says what it carries.

[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct TupleCodec<T1, TCodec1> : ICodec<Tuple<T1>?>
    where TCodec1 : struct, ICodec<T1?>
{
    public static void Write(ref WireWriter writer, Tuple<T1>? value)
    {
        if (Tuples.TryEnter(ref writer, value, 1))
        {
            TCodec1.Write(ref writer, value.Item1);
            writer.Leave();
        }
    }

    public static Tuple<T1>? Read(ref WireReader reader)
    {
        if (!Tuples.TryEnter(ref reader, 1))
        {
            return null;
        }

        Tuple<T1> value = new(TCodec1.Read(ref reader)!);
        reader.Leave();
        return value;
    }
}

[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct TupleCodec<T1, T2, TCodec1, TCodec2> : ICodec<Tuple<T1, T2>?>
    where TCodec1 : struct, ICodec<T1?>
    where TCodec2 : struct, ICodec<T2?>
{
    public static void Write(ref WireWriter writer, Tuple<T1, T2>? value)
    {
        if (Tuples.TryEnter(ref writer, value, 2))
        {
            TCodec1.Write(ref writer, value.Item1);
            TCodec2.Write(ref writer, value.Item2);
            writer.Leave();
        }
    }

    public static Tuple<T1, T2>? Read(ref WireReader reader)
    {
        if (!Tuples.TryEnter(ref reader, 2))
        {
            return null;
        }

        Tuple<T1, T2> value = new(TCodec1.Read(ref reader)!, TCodec2.Read(ref reader)!);
        reader.Leave();
        return value;
    }
}

[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct TupleCodec<T1, T2, T3, TCodec1, TCodec2, TCodec3> : ICodec<Tuple<T1, T2, T3>?>
    where TCodec1 : struct, ICodec<T1?>
    where TCodec2 : struct, ICodec<T2?>
    where TCodec3 : struct, ICodec<T3?>
{
    public static void Write(ref WireWriter writer, Tuple<T1, T2, T3>? value)
    {
        if (Tuples.TryEnter(ref writer, value, 3))
        {
            TCodec1.Write(ref writer, value.Item1);
            TCodec2.Write(ref writer, value.Item2);
            TCodec3.Write(ref writer, value.Item3);
            writer.Leave();
        }
    }

    public static Tuple<T1, T2, T3>? Read(ref WireReader reader)
    {
        if (!Tuples.TryEnter(ref reader, 3))
        {
            return null;
        }

        Tuple<T1, T2, T3> value = new(TCodec1.Read(ref reader)!, TCodec2.Read(ref reader)!, TCodec3.Read(ref reader)!);
        reader.Leave();
        return value;
    }
}

[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct TupleCodec<T1, T2, T3, T4, TCodec1, TCodec2, TCodec3, TCodec4> : ICodec<Tuple<T1, T2, T3, T4>?>
    where TCodec1 : struct, ICodec<T1?>
    where TCodec2 : struct, ICodec<T2?>
    where TCodec3 : struct, ICodec<T3?>
    where TCodec4 : struct, ICodec<T4?>
{
    public static void Write(ref WireWriter writer, Tuple<T1, T2, T3, T4>? value)
    {
        if (Tuples.TryEnter(ref writer, value, 4))
        {
            TCodec1.Write(ref writer, value.Item1);
            TCodec2.Write(ref writer, value.Item2);
            TCodec3.Write(ref writer, value.Item3);
            TCodec4.Write(ref writer, value.Item4);
            writer.Leave();
        }
    }

    public static Tuple<T1, T2, T3, T4>? Read(ref WireReader reader)
    {
        if (!Tuples.TryEnter(ref reader, 4))
        {
            return null;
        }

        Tuple<T1, T2, T3, T4> value = new(
            TCodec1.Read(ref reader)!,
            TCodec2.Read(ref reader)!,
            TCodec3.Read(ref reader)!,
            TCodec4.Read(ref reader)!);
        reader.Leave();
        return value;
    }
}

[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct TupleCodec<T1, T2, T3, T4, T5, TCodec1, TCodec2, TCodec3, TCodec4, TCodec5> : ICodec<Tuple<T1, T2, T3, T4, T5>?>
    where TCodec1 : struct, ICodec<T1?>
    where TCodec2 : struct, ICodec<T2?>
    where TCodec3 : struct, ICodec<T3?>
    where TCodec4 : struct, ICodec<T4?>
    where TCodec5 : struct, ICodec<T5?>
{
    public static void Write(ref WireWriter writer, Tuple<T1, T2, T3, T4, T5>? value)
    {
        if (Tuples.TryEnter(ref writer, value, 5))
        {
            TCodec1.Write(ref writer, value.Item1);
            TCodec2.Write(ref writer, value.Item2);
            TCodec3.Write(ref writer, value.Item3);
            TCodec4.Write(ref writer, value.Item4);
            TCodec5.Write(ref writer, value.Item5);
            writer.Leave();
        }
    }

    public static Tuple<T1, T2, T3, T4, T5>? Read(ref WireReader reader)
    {
        if (!Tuples.TryEnter(ref reader, 5))
        {
            return null;
        }

        Tuple<T1, T2, T3, T4, T5> value = new(
            TCodec1.Read(ref reader)!,
            TCodec2.Read(ref reader)!,
            TCodec3.Read(ref reader)!,
            TCodec4.Read(ref reader)!,
            TCodec5.Read(ref reader)!);
        reader.Leave();
        return value;
    }
}

[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct TupleCodec<T1, T2, T3, T4, T5, T6,
    TCodec1, TCodec2, TCodec3, TCodec4, TCodec5, TCodec6> : ICodec<Tuple<T1, T2, T3, T4, T5, T6>?>
    where TCodec1 : struct, ICodec<T1?>
    where TCodec2 : struct, ICodec<T2?>
    where TCodec3 : struct, ICodec<T3?>
    where TCodec4 : struct, ICodec<T4?>
    where TCodec5 : struct, ICodec<T5?>
    where TCodec6 : struct, ICodec<T6?>
{
    public static void Write(ref WireWriter writer, Tuple<T1, T2, T3, T4, T5, T6>? value)
    {
        if (Tuples.TryEnter(ref writer, value, 6))
        {
            TCodec1.Write(ref writer, value.Item1);
            TCodec2.Write(ref writer, value.Item2);
            TCodec3.Write(ref writer, value.Item3);
            TCodec4.Write(ref writer, value.Item4);
            TCodec5.Write(ref writer, value.Item5);
            TCodec6.Write(ref writer, value.Item6);
            writer.Leave();
        }
    }

    public static Tuple<T1, T2, T3, T4, T5, T6>? Read(ref WireReader reader)
    {
        if (!Tuples.TryEnter(ref reader, 6))
        {
            return null;
        }

        Tuple<T1, T2, T3, T4, T5, T6> value = new(
            TCodec1.Read(ref reader)!,
            TCodec2.Read(ref reader)!,
            TCodec3.Read(ref reader)!,
            TCodec4.Read(ref reader)!,
            TCodec5.Read(ref reader)!,
            TCodec6.Read(ref reader)!);
        reader.Leave();
        return value;
    }
}

[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct TupleCodec<T1, T2, T3, T4, T5, T6, T7,
    TCodec1, TCodec2, TCodec3, TCodec4, TCodec5, TCodec6, TCodec7> : ICodec<Tuple<T1, T2, T3, T4, T5, T6, T7>?>
    where TCodec1 : struct, ICodec<T1?>
    where TCodec2 : struct, ICodec<T2?>
    where TCodec3 : struct, ICodec<T3?>
    where TCodec4 : struct, ICodec<T4?>
    where TCodec5 : struct, ICodec<T5?>
    where TCodec6 : struct, ICodec<T6?>
    where TCodec7 : struct, ICodec<T7?>
{
    public static void Write(ref WireWriter writer, Tuple<T1, T2, T3, T4, T5, T6, T7>? value)
    {
        if (Tuples.TryEnter(ref writer, value, 7))
        {
            TCodec1.Write(ref writer, value.Item1);
            TCodec2.Write(ref writer, value.Item2);
            TCodec3.Write(ref writer, value.Item3);
            TCodec4.Write(ref writer, value.Item4);
            TCodec5.Write(ref writer, value.Item5);
            TCodec6.Write(ref writer, value.Item6);
            TCodec7.Write(ref writer, value.Item7);
            writer.Leave();
        }
    }

    public static Tuple<T1, T2, T3, T4, T5, T6, T7>? Read(ref WireReader reader)
    {
        if (!Tuples.TryEnter(ref reader, 7))
        {
            return null;
        }

        Tuple<T1, T2, T3, T4, T5, T6, T7> value = new(
            TCodec1.Read(ref reader)!,
            TCodec2.Read(ref reader)!,
            TCodec3.Read(ref reader)!,
            TCodec4.Read(ref reader)!,
            TCodec5.Read(ref reader)!,
            TCodec6.Read(ref reader)!,
            TCodec7.Read(ref reader)!);
        reader.Leave();
        return value;
    }
}

internal static class Tuples
{
    /// <summary>Steps into a tuple, or writes null.</summary>
    public static bool TryEnter<TTuple>(ref WireWriter writer, [NotNullWhen(true)] TTuple? value, int count)
        where TTuple : class
    {
        if (value is null)
        {
            writer.WriteNil();
            return false;
        }

        CodecError.ThrowIfDerived(value, typeof(TTuple));
        writer.EnterArray(typeof(TTuple), count);
        return true;
    }

    /// <summary>Steps into a tuple unless it is null.</summary>
    public static bool TryEnter(ref WireReader reader, int count)
    {
        if (reader.TryReadNil())
        {
            return false;
        }

        reader.EnterArray(count);
        return true;
    }
}
