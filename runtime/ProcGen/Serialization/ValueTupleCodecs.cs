using System.ComponentModel;

namespace ProcGen.Serialization;

#pragma warning disable CS1591 // A codec's name says what it carries.

[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct ValueTupleCodec<T1, TCodec1> : ICodec<ValueTuple<T1>>
    where TCodec1 : struct, ICodec<T1?>
{
    public static void Write(ref WireWriter writer, ValueTuple<T1> value)
    {
        writer.EnterArray(typeof(ValueTuple<T1>), 1);
        TCodec1.Write(ref writer, value.Item1);
        writer.Leave();
    }

    public static ValueTuple<T1> Read(ref WireReader reader)
    {
        reader.EnterArray(1);
        ValueTuple<T1> value = new(TCodec1.Read(ref reader)!);
        reader.Leave();
        return value;
    }
}

[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct ValueTupleCodec<T1, T2, TCodec1, TCodec2> : ICodec<(T1, T2)>
    where TCodec1 : struct, ICodec<T1?>
    where TCodec2 : struct, ICodec<T2?>
{
    public static void Write(ref WireWriter writer, (T1, T2) value)
    {
        writer.EnterArray(typeof(ValueTuple<T1, T2>), 2);
        TCodec1.Write(ref writer, value.Item1);
        TCodec2.Write(ref writer, value.Item2);
        writer.Leave();
    }

    public static (T1, T2) Read(ref WireReader reader)
    {
        reader.EnterArray(2);
        (T1, T2) value = (TCodec1.Read(ref reader)!, TCodec2.Read(ref reader)!);
        reader.Leave();
        return value;
    }
}

[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct ValueTupleCodec<T1, T2, T3, TCodec1, TCodec2, TCodec3> : ICodec<(T1, T2, T3)>
    where TCodec1 : struct, ICodec<T1?>
    where TCodec2 : struct, ICodec<T2?>
    where TCodec3 : struct, ICodec<T3?>
{
    public static void Write(ref WireWriter writer, (T1, T2, T3) value)
    {
        writer.EnterArray(typeof(ValueTuple<T1, T2, T3>), 3);
        TCodec1.Write(ref writer, value.Item1);
        TCodec2.Write(ref writer, value.Item2);
        TCodec3.Write(ref writer, value.Item3);
        writer.Leave();
    }

    public static (T1, T2, T3) Read(ref WireReader reader)
    {
        reader.EnterArray(3);
        (T1, T2, T3) value = (TCodec1.Read(ref reader)!, TCodec2.Read(ref reader)!, TCodec3.Read(ref reader)!);
        reader.Leave();
        return value;
    }
}

[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct ValueTupleCodec<T1, T2, T3, T4, TCodec1, TCodec2, TCodec3, TCodec4> : ICodec<(T1, T2, T3, T4)>
    where TCodec1 : struct, ICodec<T1?>
    where TCodec2 : struct, ICodec<T2?>
    where TCodec3 : struct, ICodec<T3?>
    where TCodec4 : struct, ICodec<T4?>
{
    public static void Write(ref WireWriter writer, (T1, T2, T3, T4) value)
    {
        writer.EnterArray(typeof(ValueTuple<T1, T2, T3, T4>), 4);
        TCodec1.Write(ref writer, value.Item1);
        TCodec2.Write(ref writer, value.Item2);
        TCodec3.Write(ref writer, value.Item3);
        TCodec4.Write(ref writer, value.Item4);
        writer.Leave();
    }

    public static (T1, T2, T3, T4) Read(ref WireReader reader)
    {
        reader.EnterArray(4);
        (T1, T2, T3, T4) value = (TCodec1.Read(ref reader)!, TCodec2.Read(ref reader)!, TCodec3.Read(ref reader)!, TCodec4.Read(ref reader)!);
        reader.Leave();
        return value;
    }
}

[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct ValueTupleCodec<T1, T2, T3, T4, T5, TCodec1, TCodec2, TCodec3, TCodec4, TCodec5> : ICodec<(T1, T2, T3, T4, T5)>
    where TCodec1 : struct, ICodec<T1?>
    where TCodec2 : struct, ICodec<T2?>
    where TCodec3 : struct, ICodec<T3?>
    where TCodec4 : struct, ICodec<T4?>
    where TCodec5 : struct, ICodec<T5?>
{
    public static void Write(ref WireWriter writer, (T1, T2, T3, T4, T5) value)
    {
        writer.EnterArray(typeof(ValueTuple<T1, T2, T3, T4, T5>), 5);
        TCodec1.Write(ref writer, value.Item1);
        TCodec2.Write(ref writer, value.Item2);
        TCodec3.Write(ref writer, value.Item3);
        TCodec4.Write(ref writer, value.Item4);
        TCodec5.Write(ref writer, value.Item5);
        writer.Leave();
    }

    public static (T1, T2, T3, T4, T5) Read(ref WireReader reader)
    {
        reader.EnterArray(5);
        (T1, T2, T3, T4, T5) value = (
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
public readonly struct ValueTupleCodec<T1, T2, T3, T4, T5, T6,
    TCodec1, TCodec2, TCodec3, TCodec4, TCodec5, TCodec6> : ICodec<(T1, T2, T3, T4, T5, T6)>
    where TCodec1 : struct, ICodec<T1?>
    where TCodec2 : struct, ICodec<T2?>
    where TCodec3 : struct, ICodec<T3?>
    where TCodec4 : struct, ICodec<T4?>
    where TCodec5 : struct, ICodec<T5?>
    where TCodec6 : struct, ICodec<T6?>
{
    public static void Write(ref WireWriter writer, (T1, T2, T3, T4, T5, T6) value)
    {
        writer.EnterArray(typeof(ValueTuple<T1, T2, T3, T4, T5, T6>), 6);
        TCodec1.Write(ref writer, value.Item1);
        TCodec2.Write(ref writer, value.Item2);
        TCodec3.Write(ref writer, value.Item3);
        TCodec4.Write(ref writer, value.Item4);
        TCodec5.Write(ref writer, value.Item5);
        TCodec6.Write(ref writer, value.Item6);
        writer.Leave();
    }

    public static (T1, T2, T3, T4, T5, T6) Read(ref WireReader reader)
    {
        reader.EnterArray(6);
        (T1, T2, T3, T4, T5, T6) value = (
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
public readonly struct ValueTupleCodec<T1, T2, T3, T4, T5, T6, T7,
    TCodec1, TCodec2, TCodec3, TCodec4, TCodec5, TCodec6, TCodec7> : ICodec<(T1, T2, T3, T4, T5, T6, T7)>
    where TCodec1 : struct, ICodec<T1?>
    where TCodec2 : struct, ICodec<T2?>
    where TCodec3 : struct, ICodec<T3?>
    where TCodec4 : struct, ICodec<T4?>
    where TCodec5 : struct, ICodec<T5?>
    where TCodec6 : struct, ICodec<T6?>
    where TCodec7 : struct, ICodec<T7?>
{
    public static void Write(ref WireWriter writer, (T1, T2, T3, T4, T5, T6, T7) value)
    {
        writer.EnterArray(typeof(ValueTuple<T1, T2, T3, T4, T5, T6, T7>), 7);
        TCodec1.Write(ref writer, value.Item1);
        TCodec2.Write(ref writer, value.Item2);
        TCodec3.Write(ref writer, value.Item3);
        TCodec4.Write(ref writer, value.Item4);
        TCodec5.Write(ref writer, value.Item5);
        TCodec6.Write(ref writer, value.Item6);
        TCodec7.Write(ref writer, value.Item7);
        writer.Leave();
    }

    public static (T1, T2, T3, T4, T5, T6, T7) Read(ref WireReader reader)
    {
        reader.EnterArray(7);
        (T1, T2, T3, T4, T5, T6, T7) value = (
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

[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct ValueTuple8Codec<T1, T2, T3, T4, T5, T6, T7, TRest,
    TCodec1, TCodec2, TCodec3, TCodec4, TCodec5, TCodec6, TCodec7, TRestCodec> : ICodec<ValueTuple<T1, T2, T3, T4, T5, T6, T7, TRest>>
    where TRest : struct
    where TCodec1 : struct, ICodec<T1?>
    where TCodec2 : struct, ICodec<T2?>
    where TCodec3 : struct, ICodec<T3?>
    where TCodec4 : struct, ICodec<T4?>
    where TCodec5 : struct, ICodec<T5?>
    where TCodec6 : struct, ICodec<T6?>
    where TCodec7 : struct, ICodec<T7?>
    where TRestCodec : struct, ICodec<TRest>
{
    public static void Write(ref WireWriter writer, ValueTuple<T1, T2, T3, T4, T5, T6, T7, TRest> value)
    {
        writer.EnterArray(typeof(ValueTuple<T1, T2, T3, T4, T5, T6, T7, TRest>), 8);
        TCodec1.Write(ref writer, value.Item1);
        TCodec2.Write(ref writer, value.Item2);
        TCodec3.Write(ref writer, value.Item3);
        TCodec4.Write(ref writer, value.Item4);
        TCodec5.Write(ref writer, value.Item5);
        TCodec6.Write(ref writer, value.Item6);
        TCodec7.Write(ref writer, value.Item7);
        TRestCodec.Write(ref writer, value.Rest);
        writer.Leave();
    }

    public static ValueTuple<T1, T2, T3, T4, T5, T6, T7, TRest> Read(ref WireReader reader)
    {
        reader.EnterArray(8);
        ValueTuple<T1, T2, T3, T4, T5, T6, T7, TRest> value = new(
            TCodec1.Read(ref reader)!,
            TCodec2.Read(ref reader)!,
            TCodec3.Read(ref reader)!,
            TCodec4.Read(ref reader)!,
            TCodec5.Read(ref reader)!,
            TCodec6.Read(ref reader)!,
            TCodec7.Read(ref reader)!,
            TRestCodec.Read(ref reader));
        reader.Leave();
        return value;
    }
}
