using System.Text.Json.Serialization;
using MessagePack;

namespace ProcGen.Benchmarks.InProcess;

/// <summary>What crosses in a program of the usual kind: a record with a list of records.</summary>
[MessagePackObject]
public sealed record Order(
    [property: Key(0)] int Id,
    [property: Key(1)] string Customer,
    [property: Key(2)] double Total,
    [property: Key(3)] bool IsPaid,
    [property: Key(4)] IReadOnlyList<Line> Lines)
{
    public static Order Sample { get; } = new(4711, "Frieda Lagerlöf", 129.95, IsPaid: true, [.. Enumerable.Range(1, 10).Select(static number => new Line($"article {number}", number, 9.99 * number))]);
}

/// <summary>One line of it.</summary>
[MessagePackObject]
public sealed record Line([property: Key(0)] string Article, [property: Key(1)] int Count, [property: Key(2)] double Price);

/// <summary>So that there are codecs for it, and for queues of it.</summary>
internal static partial class Orders
{
    [ProcessTarget]
    internal static Order Pass(Order order, ProcessQueue<Order> orders, ProcessQueue<long> numbers)
    {
        orders.Put(order);
        numbers.Put(order.Id);
        return order;
    }
}

[JsonSerializable(typeof(Order))]
internal sealed partial class OrderJson : JsonSerializerContext;
