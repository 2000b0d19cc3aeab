using System.Collections;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace ProcGen.Tests.Serialization;

/// <summary>Whether a value came back as it was: its class, its bits, its order where it has one.</summary>
internal static class Same
{
    public static bool Values(object? left, object? right)
    {
        if (left is null || right is null)
        {
            return left is null && right is null;
        }

        if (left.GetType() != right.GetType() && !AreFrozen(left.GetType(), right.GetType()))
        {
            return false;
        }

        return left switch
        {
            string text => string.Equals(text, (string)right, StringComparison.Ordinal),
            float number => BitConverter.SingleToUInt32Bits(number) == BitConverter.SingleToUInt32Bits((float)right),
            double number => BitConverter.DoubleToUInt64Bits(number) == BitConverter.DoubleToUInt64Bits((double)right),
            Half number => BitConverter.HalfToUInt16Bits(number) == BitConverter.HalfToUInt16Bits((Half)right),
            Complex number => Values(number.Real, ((Complex)right).Real) && Values(number.Imaginary, ((Complex)right).Imaginary),
            decimal number => decimal.GetBits(number).AsSpan().SequenceEqual(decimal.GetBits((decimal)right)),
            DateTime time => Unsafe.BitCast<DateTime, ulong>(time) == Unsafe.BitCast<DateTime, ulong>((DateTime)right),
            DateTimeOffset time => time.EqualsExact((DateTimeOffset)right),
            Uri uri => uri.OriginalString == ((Uri)right).OriginalString && uri.IsAbsoluteUri == ((Uri)right).IsAbsoluteUri,
            ITuple tuple => Enumerable.Range(0, tuple.Length).All(i => Values(tuple[i], ((ITuple)right)[i])),
            Array array => HaveOneShape(array, (Array)right) && AreInOneOrder(array, (Array)right),
            IEnumerable items => IsUnordered(left.GetType()) ? HoldTheSame(items, (IEnumerable)right) : AreInOneOrder(items, (IEnumerable)right),
            _ => IsPair(left.GetType()) ? ArePairs(left, right) : left.Equals(right),
        };
    }

    public static string Describe(object? value) => value switch
    {
        null => "null",
        string text => $"\"{string.Concat(text.Take(40).Select(c => c is >= ' ' and <= '~' ? $"{c}" : $"\\u{(int)c:x4}"))}\"",
        DateTime time => $"{time:O} {time.Kind}",
        IEnumerable items => $"{value.GetType()} [{string.Join(", ", items.Cast<object?>().Take(10).Select(Describe))}]",
        _ => $"{value.GetType()} {value}",
    };

    private static bool AreFrozen(Type left, Type right) => left.Namespace == "System.Collections.Frozen" && right.Namespace == left.Namespace;

    private static bool IsUnordered(Type type) => type.GetInterfaces().Append(type).Any(face => face.IsGenericType
        && (face.GetGenericTypeDefinition() == typeof(IReadOnlySet<>) || face.GetGenericTypeDefinition() == typeof(IReadOnlyDictionary<,>)));

    private static bool IsPair(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(KeyValuePair<,>);

    private static bool ArePairs(object left, object right) =>
        Values(Get(left, "Key"), Get(right, "Key")) && Values(Get(left, "Value"), Get(right, "Value"));

    private static object? Get(object pair, string property) => pair.GetType().GetProperty(property)!.GetValue(pair);

    private static bool HaveOneShape(Array left, Array right) =>
        Enumerable.Range(0, left.Rank).All(dimension => left.GetLength(dimension) == right.GetLength(dimension));

    private static bool AreInOneOrder(IEnumerable left, IEnumerable right)
    {
        List<object?> mine = [.. left.Cast<object?>()];
        List<object?> others = [.. right.Cast<object?>()];
        return mine.Count == others.Count && mine.Zip(others).All(pair => Values(pair.First, pair.Second));
    }

    private static bool HoldTheSame(IEnumerable left, IEnumerable right)
    {
        List<object?> mine = [.. left.Cast<object?>()];
        List<object?> others = [.. right.Cast<object?>()];
        return mine.Count == others.Count && mine.All(item => others.Exists(other => Values(item, other)));
    }
}
