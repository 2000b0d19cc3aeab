using ProcGen.Analyzers.StartUp;
using ProcGen.Analyzers.Tests.Infrastructure;
using ProcGen.Analyzers.Tests.Lifetime;

namespace ProcGen.Analyzers.Tests.StartUp;

public class PG2001Tests
{
    [Theory]
    [InlineData("private static readonly ProcessPool Pool = {|PG2001:new(4)|};")]
    [InlineData("public static ProcessPool Pool { get; } = {|PG2001:new ProcessPool()|};")]
    [InlineData("static Program() { using Jobs.WorkProcess p = new(); {|PG2001:p.Start()|}; p.Join(); }")]
    [InlineData("static Program() => {|PG2001:Begin()|}; private static void Begin() => Deeper(); private static void Deeper() { using ProcessPool pool = new(1); }")]
    [InlineData("[ModuleInitializer] internal static void Initialize() { {|PG2001:Jobs.WorkProcess.RunAsync()|}; }")]
    [InlineData("private static readonly Task<int> Count = {|PG2001:Jobs.CountProcess.RunAsync(1)|};")]
    [InlineData("private static readonly int Count = {|PG2001:Compute()|}; private static int Compute() { using ProcessPool pool = new(1); return pool.Jobs.Count(1); }")]
    [InlineData("private static readonly Holder Held = {|PG2001:new Holder()|}; private class Holder { private readonly ProcessPool _pool; public Holder() { _pool = new(1); } }")]
    public Task A_start_while_the_program_is_loaded_is_reported(string members) => Rule<StartUpAnalyzer>.ReportsAsync(In(members));

    [Theory]
    [InlineData("private static readonly Lazy<ProcessPool> Pool = new(() => new ProcessPool(1));")]
    [InlineData("private static readonly Func<ProcessPool> Make = static () => new ProcessPool(1);")]
    [InlineData("private readonly ProcessPool _pool = new(1);")]
    [InlineData("public Program() { using ProcessPool pool = new(1); }")]
    [InlineData("public static void Main2() { using ProcessPool pool = new(1); }")]
    [InlineData("static Program() { Action begin = () => { using ProcessPool pool = new(1); }; }")]
    [InlineData("static Program() { static void Begin() { using ProcessPool pool = new(1); } Action a = Begin; }")]
    [InlineData("private static readonly Jobs.WorkProcess Process = new();")]
    [InlineData("private static readonly ProcessLock Lock = new();")]
    [InlineData("static Program() => Begin(); private static void Begin() => Begin();")]
    [InlineData("private static ProcessPool? s_pool; public static ProcessPool Pool => s_pool ??= new(1);")]
    [InlineData("public static ProcessPool Pool { get { return new ProcessPool(1); } }")]
    public Task A_start_at_another_time_is_left_alone(string members) => Rule<StartUpAnalyzer>.IsSilentAsync(In(members));

    private static string In(string members) => "public class Program { " + members + " }" + Programs.Targets;

    [Theory]
    [InlineData("static Program() { if (!ProcessHost.IsChild) { using ProcessPool pool = new(1); } }")]
    [InlineData("private static readonly ProcessPool? Pool = ProcessInfo.Parent is null ? new ProcessPool(1) : null;")]
    [InlineData("static Program() { if (ProcessInfo.Parent is not null) { return; } using ProcessPool pool = new(1); }")]
    [InlineData("[ModuleInitializer] internal static void Initialize() { AppDomain.CurrentDomain.ProcessExit += (_, _) => { using ProcessPool pool = new(1); }; }")]
    [InlineData("private static readonly WorkerState<ProcessPool> State = new(() => new ProcessPool(1));")]
    [InlineData("private static readonly ProcessPoolOptions Options = new() { Workers = 4 };")]
    [InlineData("private static class Holder { internal static readonly Func<ProcessPool> Make = Create; private static ProcessPool Create() => new(1); }")]
    [InlineData("private static readonly string Name = nameof(ProcessPool);")]
    [InlineData("private static readonly Type Kind = typeof(ProcessPool);")]
    [InlineData("private static readonly List<ProcessPool> Pools = []; public static void Add() => Pools.Add(new(1));")]
    [InlineData("private static ProcessPool? s_pool; public static void Begin() { s_pool = new(1); }")]
    public Task Guarded_and_later_starts_are_left_alone(string members) => Rule<StartUpAnalyzer>.IsSilentAsync(In(members));

    [Theory]
    [InlineData("public static class Pools { public static readonly ProcessPool Pool = {|PG2001:new(1)|}; }")]
    [InlineData("private static readonly ProcessPool[] All = [{|PG2001:new(1)|}];")]
    [InlineData("private static readonly (ProcessPool Pool, int Number) Both = ({|PG2001:new ProcessPool(1)|}, 1);")]
    [InlineData("private static readonly Holder Held = {|PG2001:new Holder()|}; private class Holder { private readonly ProcessPool _pool = new(1); }")]
    [InlineData("private static readonly Holder Held = {|PG2001:new(1)|}; private class Holder(int n) { private readonly ProcessPool _pool = new(n); }")]
    [InlineData("static Program() { try { {|PG2001:Jobs.WorkProcess.RunAsync()|}.Wait(); } finally { } }")]
    public Task Starts_in_what_is_made_while_loading_are_reported(string members) => Rule<StartUpAnalyzer>.ReportsAsync(In(members));

    [Theory]
    [InlineData("private static readonly Dictionary<string, Func<ProcessPool>> Makers = new() { [\"a\"] = () => new ProcessPool(1) };")]
    [InlineData("private static readonly ProcessQueue<int> Queue = new(10);")]
    [InlineData("private static readonly SharedValue<int> Value = new(1);")]
    [InlineData("private static readonly ChildProcess[] All = [new Jobs.WorkProcess(), new Jobs.CountProcess(1)];")]
    [InlineData("private static readonly InlineExecutor Here = new(); private static readonly int N = Here.Jobs.Count(1);")]
    [InlineData("public static ProcessPool Pool => field ??= new(1);")]
    [InlineData("public static event EventHandler? Changed = (_, _) => { using ProcessPool pool = new(1); };")]
    [InlineData("private const int Workers = 4; public static ProcessPool Make() => new(Workers);")]
    [InlineData("static Program() { AppDomain.CurrentDomain.UnhandledException += static (_, _) => Jobs.WorkProcess.RunAsync(); }")]
    [InlineData("private static readonly System.Diagnostics.Process Other = new(); static Program() => Other.Start();")]
    public Task More_members_of_users_start_nothing_while_loading(string members) => Rule<StartUpAnalyzer>.IsSilentAsync(In(members));
}
