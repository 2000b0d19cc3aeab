// Static state that is right: constants, caches of each process, what initializers make, what each side has for itself.
public static partial class Lookups
{
    private const int Limit = 10;
    private static readonly Dictionary<string, int> Known = Make();
    private static readonly Lazy<ProcessPool> Pool = new(() => new ProcessPool(2));
    private static readonly ThreadLocal<int> Depth = new();
    private static List<string>? s_cache;
    private static int s_calls;
    private static int s_version;

    static Lookups() => Reset();

    public static int Version => s_version;

    [ModuleInitializer]
    internal static void Prepare() => s_version = 3;

    [ProcessTarget]
    public static int Find(string word)
    {
        s_calls++;
        Depth.Value++;
        (s_cache ??= []).Add(word);
        return Known.TryGetValue(word, out int found) && s_calls < Limit ? found + s_version : s_cache.Count;
    }

    [ProcessTarget]
    public static int Calls() => s_calls;

    public static int FindHere(string word) => Pool.Value.Lookups.Find(word) + (s_cache ??= []).Count;

    public static string Name => nameof(s_calls);

    private static Dictionary<string, int> Make() => new() { ["a"] = 1 };

    private static void Reset() => s_version = 2;
}

public sealed class Fixture : IDisposable
{
    private readonly ProcessPool _pool = new(1);

    public static Fixture Shared { get => field ??= new(); }

    public int Ask(string word) => _pool.Lookups.Find(word);

    public void Dispose() => _pool.Dispose();
}
