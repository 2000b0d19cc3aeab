using System.Runtime.CompilerServices;
using ProcGen.Generator.Tests.Infrastructure;

namespace ProcGen.Generator.Tests;

/// <summary>What generated code looks like, for people to read.</summary>
public class SnapshotTests
{
    [Fact]
    public void Jobs() => Check("""
        namespace Company;

        public static partial class Jobs
        {
            /// <summary>Says hello.</summary>
            /// <param name="name">To whom.</param>
            /// <param name="times">How often.</param>
            [ProcessTarget] public static void Greet(string name, int times = 1) { }
            [ProcessTarget] public static int CountPrimes(int from, int to) => 0;
            [ProcessTarget] public static Task<Report> CrunchAsync(string path, ProcessQueue<Row> rows, IProgress<double>? progress = null, CancellationToken cancellationToken = default) => throw null!;
            [ProcessTarget] public static async IAsyncEnumerable<Row> ReadAsync(string path, [EnumeratorCancellation] CancellationToken ct = default) { await Task.Yield(); yield break; }
            [ProcessTarget] private static ValueTask Hidden(params string[] names) => default;
        }

        public sealed record Row(int Id, string? Text);

        public class Report
        {
            public required Row First { get; init; }
            public List<Report> Parts { get; set; } = [];
            public Dictionary<string, int[]>? Counts { get; set; }
        }
        """);

    [Fact]
    public void ProcessClass() => Check("""
        namespace Company;

        public partial class Greeter : ChildProcess
        {
            public required string Who { get; init; }
            [ProcessTarget] public override void Run() { }
        }

        public sealed partial class Adder(int left, int right) : ChildProcess<int>
        {
            [ProcessTarget] public override Task<int> RunAsync(CancellationToken cancellationToken = default) => Task.FromResult(left + right);
        }
        """);

    [Fact]
    public void Keyed() => Check("""
        using MessagePack;
        namespace Company;

        public static partial class Jobs { [ProcessTarget] public static Shape Echo(Shape shape) => shape; }
        [Union(0, typeof(Circle))] [Union(1, typeof(Square))] public abstract class Shape { }
        [MessagePackObject] public sealed class Circle : Shape { [Key(0)] public double Radius { get; set; } [Key(2)] public string? Name { get; set; } }
        [MessagePackObject(true)] public class Square : Shape { public double Side { get; set; } }
        """);

    [Fact]
    public void Exceptions() => Check("""
        namespace Company;

        [ProcessException]
        public class OrderException(string message, int orderId, Exception? innerException = null) : Exception(message, innerException)
        {
            public int OrderId { get; } = orderId;
        }
        """);

    [Fact]
    public void Items() => Check("""
        namespace Company;

        public sealed class Shop
        {
            private readonly ProcessQueue<Order> _orders = new(10);

            public Connection<ProcessLock> Connect() => ProcessClient.Connect<ProcessLock>("@shop");
        }

        public sealed record Order(int Number, List<string> Lines);
        """);

    [Fact]
    public void Every_snapshot_belongs_to_a_test()
    {
        string[] tests = [.. typeof(SnapshotTests).GetMethods().Where(static method => method.Name is not nameof(Every_snapshot_belongs_to_a_test) && method.GetCustomAttributes(typeof(FactAttribute), false).Length > 0).Select(static method => method.Name)];
        Assert.Empty(Snapshots.Tests.Except(tests));
    }

    private static void Check(string source, [CallerMemberName] string test = "") => Snapshots.Matches(GeneratorRun.Of(source).CompilesStrictly(), test);
}
