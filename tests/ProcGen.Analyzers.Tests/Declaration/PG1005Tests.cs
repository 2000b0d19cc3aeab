using ProcGen.Analyzers.Declaration;
using ProcGen.Analyzers.Tests.Infrastructure;

namespace ProcGen.Analyzers.Tests.Declaration;

public class PG1005Tests
{
    private const string Types = """
        public interface IPlain { }
        public abstract class Abstract { }
        public class NoWay { public NoWay(int other) { } public int Value { get; set; } }
        public class Lost { public int Value { get; } }
        public class Sealed { private int _value = 1; public int Get() => _value; }
        public class Bag : List<int> { }
        public class Oops : Exception { }
        public class Holder { public List<Inner> Items { get; set; } = []; public class Inner { public Action? Callback { get; set; } } }
        [MessagePack.MessagePackObject] public class NoKey { public int Value { get; set; } }
        [MessagePack.MessagePackObject] public class TwoKeys { [MessagePack.Key(0)] public int A { get; set; } [MessagePack.Key(0)] public int B { get; set; } }
        [MessagePack.Union(0, typeof(string))] public interface IBadUnion { }
        public record Row(int Id, string Name);
        """;

    [Theory]
    [InlineData("Action", "value", "code does not cross")]
    [InlineData("Stream", "value", "stream belongs to the process")]
    [InlineData("MemoryStream", "value", "stream belongs to the process")]
    [InlineData("Task<int>", "value", "await it first")]
    [InlineData("IAsyncEnumerable<int>", "value", "await it first")]
    [InlineData("CancellationTokenSource", "value", "take a CancellationToken")]
    [InlineData("List<CancellationToken>", "value[]", "take a CancellationToken")]
    [InlineData("List<IProgress<int>>", "value[]", "IProgress<T> as a parameter")]
    [InlineData("IPlain", "value", "[Union]")]
    [InlineData("Abstract", "value", "[Union]")]
    [InlineData("int[,,,]", "value", "three dimensions")]
    [InlineData("System.Text.StringBuilder", "value", "StringBuilder is no data")]
    [InlineData("System.Net.Http.HttpClient", "value", "make one in the target")]
    [InlineData("System.Net.Sockets.Socket", "value", "connect in the target")]
    [InlineData("System.Data.Common.DbConnection", "value", "connection string")]
    [InlineData("StreamReader", "value", "pass the path, or the text")]
    [InlineData("SemaphoreSlim", "value", "ProcessLock")]
    [InlineData("Mutex", "value", "ProcessLock")]
    [InlineData("Thread", "value", "start it in the target")]
    [InlineData("Oops", "value", "derives from a class of .NET")]
    [InlineData("Bag", "value", "derives from a class of .NET")]
    [InlineData("NoWay", "value", "constructors")]
    [InlineData("Lost", "value.Value", "setter")]
    [InlineData("Sealed", "value", "nothing that could be read")]
    [InlineData("Dictionary<string, Holder>", "value.Value.Items[].Callback", "code does not cross")]
    [InlineData("(int Number, Holder Text)?", "value.Text.Items[].Callback", "code does not cross")]
    [InlineData("NoKey", "value.Value", "[Key]")]
    [InlineData("TwoKeys", "value.B", "unique")]
    [InlineData("IBadUnion", "value", "union declares")]
    public async Task The_path_to_what_cannot_cross_is_named_with_advice(string type, string path, string advice)
    {
        FoundDiagnostic found = Assert.Single(await AllRules.RunAsync($"public partial class Jobs {{ [ProcessTarget] public static void Run({type} value) {{ }} }}\n{Types}"));
        Assert.Equal("PG1005", found.Id);
        Assert.Contains($"'{path}' cannot cross", found.Message, StringComparison.Ordinal);
        Assert.Contains(advice, found.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("public partial class Jobs { [ProcessTarget] public static Action {|PG1005:Run|}() => throw null!; }")]
    [InlineData("public partial class Jobs { [ProcessTarget] public static void Run(CancellationToken a, CancellationToken {|PG1005:b|}) { } }")]
    [InlineData("public partial class Jobs { [ProcessTarget] public static void Run(\nAction {|PG1005:a|},\nint b,\nStream {|PG1005:c|}) { } }")]
    [InlineData("public partial class Job : ChildProcess { public Action? {|PG1005:Callback|}; [ProcessTarget] public override void Run() { } }")]
    [InlineData("public partial class Job(Stream {|PG1005:stream|}) : ChildProcess { [ProcessTarget] public override void Run() => stream.Flush(); }")]
    [InlineData("[ProcessException] public class Oops : Exception { public Action? {|PG1005:Callback|} { get; set; } }")]
    public Task It_is_marked_where_it_is_declared(string source) => Rule<DeclarationAnalyzer>.ReportsAsync(source);

    [Fact]
    public Task A_parameter_that_is_used_up_is_reported() => Rule<DeclarationAnalyzer>.ReportsAsync(
        "public partial class Job(List<int> {|PG1005:items|}) : ChildProcess { private int _count = items.Count; [ProcessTarget] public override void Run() => _count++; }");

    [Theory]
    [InlineData("class C { object M() => new ProcessQueue<{|PG1005:Stream|}>(10); }")]
    [InlineData("class C { ProcessQueue<{|PG1005:Stream|}> _queue = new(10); }")]
    [InlineData("class C { ProcessQueue<{|PG1005:Stream|}> _queue = new ProcessQueue<Stream>(10); }")]
    [InlineData("class C { void M() { var (a, b) = ProcessPipe.Create<{|PG1005:Action|}>(); } }")]
    [InlineData("class C { object M() => new JoinableProcessQueue<{|PG1005:Task<int>|}>(); }")]
    [InlineData("class C { object M() => ProcessClient.Connect<{|PG1005:Holder|}>(\"@name\"); } public record Holder(Action Callback);")]
    [InlineData("class C { object M() => new ProcessListener<{|PG1005:List<Holder>|}>(); } public record Holder(Action Callback);")]
    [InlineData("public static partial class Jobs { [ProcessTarget] public static void Run(int count)\n{ var queue = new ProcessQueue<{|PG1005:Stream|}>(count); } }")]
    [InlineData("public static partial class Jobs { [ProcessTarget] public static void Run(Connection<Stream> {|PG1005:value|}) { } }")]
    [InlineData("public static partial class Jobs { private static readonly ProcessQueue<{|PG1005:Stream|}>? s_queue;\n[ProcessTarget] public static void Run() { } }")]
    [InlineData("public partial class Job : ChildProcess { public ProcessQueue<Stream>? {|PG1005:Queue|} { get; init; } [ProcessTarget] public override void Run() { } }")]
    [InlineData("public partial class Job : ChildProcess { private static ProcessQueue<{|PG1005:Stream|}>? Queue { get; }\n[ProcessTarget] public override void Run() { } }")]
    public Task Of_what_is_carried_the_type_is_marked_where_it_is_named(string source) => Rule<DeclarationAnalyzer>.ReportsAsync(source);

    [Theory]
    [InlineData("Action", "Action", "code does not cross")]
    [InlineData("Holder[]", "Holder[][].Items[].Callback", "code does not cross")]
    [InlineData("Connection<Holder>", "Connection<Holder>[].Items[].Callback", "code does not cross")]
    [InlineData("Lost", "Lost.Value", "setter")]
    public async Task Of_what_is_carried_the_path_to_what_cannot_cross_is_named(string type, string path, string advice)
    {
        FoundDiagnostic found = Assert.Single(await AllRules.RunAsync($"public class C {{ public object Make() => new ProcessQueue<{type}>(1); }}\n{Types}"));
        Assert.Equal("PG1005", found.Id);
        Assert.Contains($"'{path}' cannot cross", found.Message, StringComparison.Ordinal);
        Assert.Contains(advice, found.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("class C { ProcessQueue<int>? _queue; Connection<ProcessLock>? _connection; ProcessListener<(int, string)>? _listener; }")]
    [InlineData("class C { object M() => new JoinableProcessQueue<Connection<byte[]>>(1); }")]
    [InlineData("class C<T> { ProcessQueue<T>? _queue; Connection<List<T>>? _connection; object M<U>() => ProcessPipe.Create<U[]>(); }")]
    [InlineData("class C { Type A => typeof(ProcessQueue<Stream>); Type B => typeof(ProcessQueue<>); string N => nameof(Connection<Stream>); }")]
    [InlineData("/// <summary><see cref=\"ProcessQueue{Stream}\"/></summary>\npublic class C { }")]
    [InlineData("class Connection<T> { } static class Pipe { public static T? Create<T>() => default; } class C { Connection<Stream>? _one; object? M() => Pipe.Create<Stream>(); }")]
    [InlineData("class C { SharedValue<int>? _value; ChildProcess<int>? _process; }")]
    public Task What_is_carried_and_crosses_is_left_alone(string source) => Rule<DeclarationAnalyzer>.IsSilentAsync(source);

    [Theory]
    [InlineData("int")]
    [InlineData("string?")]
    [InlineData("Row[]")]
    [InlineData("Dictionary<string, List<Row>>")]
    [InlineData("(int, Row)?")]
    [InlineData("CancellationToken")]
    [InlineData("IProgress<Row>?")]
    [InlineData("ProcessLock")]
    [InlineData("SharedArray<int>")]
    [InlineData("DateTime")]
    [InlineData("DateTimeOffset?")]
    [InlineData("TimeSpan")]
    [InlineData("Guid")]
    [InlineData("Uri")]
    [InlineData("Version")]
    [InlineData("decimal")]
    [InlineData("byte[]")]
    [InlineData("int[,]")]
    [InlineData("List<List<(int, string?)>>")]
    [InlineData("HashSet<string>")]
    [InlineData("KeyValuePair<string, Row>")]
    [InlineData("DayOfWeek")]
    [InlineData("DayOfWeek?")]
    [InlineData("IReadOnlyDictionary<string, Row[]>")]
    [InlineData("Queue<int>")]
    [InlineData("Tuple<int, string>")]
    [InlineData("ReadOnlyMemory<byte>")]
    [InlineData("System.Numerics.BigInteger")]
    [InlineData("System.Collections.Immutable.ImmutableArray<Row>")]
    [InlineData("ProcessQueue<Row>")]
    [InlineData("Connection<Row>")]
    [InlineData("ProcessCondition")]
    [InlineData("params string[]")]
    [InlineData("Unknown")]
    public async Task What_crosses_is_left_alone(string type)
    {
        IReadOnlyList<FoundDiagnostic> found = await AllRules.RunAsync($"public partial class Jobs {{ [ProcessTarget] public static void Run({type} value) {{ }} }}\n{Types}", compiles: type != "Unknown");
        Assert.Empty(found);
    }
}
