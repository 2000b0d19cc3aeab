using System.Numerics;
using System.Runtime.CompilerServices;

namespace ProcGen.Synchronization;

/// <summary>Atomic changes of a value in shared memory, for values of 1, 2, 4 and 8 bytes. Each type that the compiler sees keeps one branch of each.</summary>
internal static class SharedAtomic<T>
    where T : unmanaged
{
    /// <summary>Whether a value can be changed atomically: it has the size of a machine word or of a part of one.</summary>
    public static bool IsSupported => Unsafe.SizeOf<T>() is 1 or 2 or 4 or 8;

    public static T Read(ref T place) => Unsafe.SizeOf<T>() switch
    {
        1 => From(Volatile.Read(ref As<byte>(ref place))),
        2 => From(Volatile.Read(ref As<ushort>(ref place))),
        4 => From(Volatile.Read(ref As<uint>(ref place))),
        8 => From(Volatile.Read(ref As<ulong>(ref place))),
        _ => place,
    };

    public static void Write(ref T place, T value)
    {
        switch (Unsafe.SizeOf<T>())
        {
            case 1:
                Volatile.Write(ref As<byte>(ref place), To<byte>(value));
                break;
            case 2:
                Volatile.Write(ref As<ushort>(ref place), To<ushort>(value));
                break;
            case 4:
                Volatile.Write(ref As<uint>(ref place), To<uint>(value));
                break;
            case 8:
                Volatile.Write(ref As<ulong>(ref place), To<ulong>(value));
                break;
            default:
                place = value;
                break;
        }
    }

    public static T Exchange(ref T place, T value) => Unsafe.SizeOf<T>() switch
    {
        1 => From(Interlocked.Exchange(ref As<byte>(ref place), To<byte>(value))),
        2 => From(Interlocked.Exchange(ref As<ushort>(ref place), To<ushort>(value))),
        4 => From(Interlocked.Exchange(ref As<uint>(ref place), To<uint>(value))),
        8 => From(Interlocked.Exchange(ref As<ulong>(ref place), To<ulong>(value))),
        _ => throw NotAtomic(),
    };

    public static T CompareExchange(ref T place, T value, T comparand) => Unsafe.SizeOf<T>() switch
    {
        1 => From(Interlocked.CompareExchange(ref As<byte>(ref place), To<byte>(value), To<byte>(comparand))),
        2 => From(Interlocked.CompareExchange(ref As<ushort>(ref place), To<ushort>(value), To<ushort>(comparand))),
        4 => From(Interlocked.CompareExchange(ref As<uint>(ref place), To<uint>(value), To<uint>(comparand))),
        8 => From(Interlocked.CompareExchange(ref As<ulong>(ref place), To<ulong>(value), To<ulong>(comparand))),
        _ => throw NotAtomic(),
    };

    /// <summary>Adds and gives the sum.</summary>
    /// <exception cref="NotSupportedException">The type is no number that is changed atomically.</exception>
    public static T Add(ref T place, T value)
    {
        if (typeof(T) == typeof(int) || typeof(T) == typeof(uint))
        {
            return From(Interlocked.Add(ref As<int>(ref place), To<int>(value)));
        }

        if (typeof(T) == typeof(long) || typeof(T) == typeof(ulong) || typeof(T) == typeof(nint) || typeof(T) == typeof(nuint))
        {
            return From(Interlocked.Add(ref As<long>(ref place), To<long>(value)));
        }

        if (typeof(T) == typeof(double))
        {
            return From(AddInALoop(ref place, To<double>(value)));
        }

        if (typeof(T) == typeof(float))
        {
            return From(AddInALoop(ref place, To<float>(value)));
        }

        if (typeof(T) == typeof(short) || typeof(T) == typeof(ushort) || typeof(T) == typeof(char))
        {
            return From(AddInALoop(ref place, To<short>(value)));
        }

        if (typeof(T) == typeof(byte) || typeof(T) == typeof(sbyte))
        {
            return From(AddInALoop(ref place, To<byte>(value)));
        }

        return typeof(T) == typeof(Half)
            ? From(AddInALoop(ref place, To<Half>(value)))
            : throw NotAtomic();
    }

    private static NotSupportedException NotAtomic() =>
        new($"{typeof(T)} is nothing that can be changed so in one step: that takes a number, or a value of 1, 2, 4 or 8 bytes. Change it under its lock: using (shared.Acquire()) ...");

    private static TNumber AddInALoop<TNumber>(ref T place, TNumber value)
        where TNumber : unmanaged, INumberBase<TNumber>
    {
        while (true)
        {
            T before = Read(ref place);
            TNumber sum = unchecked(To<TNumber>(before) + value);

            // By their bits: a NaN is not equal to itself.
            if (BitsOf(CompareExchange(ref place, From(sum), before)) == BitsOf(before))
            {
                return sum;
            }
        }
    }

    private static ulong BitsOf(T value) => Unsafe.SizeOf<T>() switch
    {
        1 => To<byte>(value),
        2 => To<ushort>(value),
        4 => To<uint>(value),
        _ => To<ulong>(value),
    };

    private static ref TBits As<TBits>(ref T place) => ref Unsafe.As<T, TBits>(ref place);

    private static TBits To<TBits>(T value) => Unsafe.As<T, TBits>(ref value);

    private static T From<TBits>(TBits bits) => Unsafe.As<TBits, T>(ref bits);
}
