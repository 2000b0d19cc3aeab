using ProcGen.Analyzers.Isolation;
using ProcGen.Analyzers.Tests.Infrastructure;

namespace ProcGen.Analyzers.Tests.Isolation;

public class PG3005Tests
{
    [Theory]
    [InlineData("public static void Here(ProcessPool pool) => pool.Jobs.MapSum([([1.0], 1)]); [ProcessTarget] public static double Sum(double[] {|PG3005:numbers|}, int from) => numbers[from];")]
    [InlineData("public static async Task Here(ProcessPool pool) { await foreach (double d in pool.Jobs.MapSumAsync([([1], 1)])) { } } [ProcessTarget] public static double Sum(byte[] {|PG3005:numbers|}, int from) => numbers[from];")]
    public Task An_array_of_a_mapped_target_is_reported(string members) => Rule<IsolationAnalyzer>.ReportsAsync(PG3001Tests.In(members));

    [Theory]
    [InlineData("public static double Here(ProcessPool pool) => pool.Jobs.Sum([1], 0); [ProcessTarget] public static double Sum(double[] numbers, int from) => numbers[from];")]
    [InlineData("public static void Here(ProcessPool pool) => pool.Jobs.MapSum([1]); [ProcessTarget] public static double Sum(int from) => from;")]
    [InlineData("public static void Here(ProcessPool pool) => pool.Jobs.MapSum([([\"a\"], 1)]); [ProcessTarget] public static double Sum(string[] words, int from) => words[from].Length;")]
    [InlineData("public static void Here(ProcessPool pool, SharedArray<double> all) => pool.Jobs.MapSum([(all, 1)]); [ProcessTarget] public static double Sum(SharedArray<double> numbers, int from) => numbers[from];")]
    public Task Other_arguments_and_single_calls_are_left_alone(string members) => Rule<IsolationAnalyzer>.IsSilentAsync(PG3001Tests.In(members));

    [Fact]
    public Task A_map_with_results_is_a_map_too() => Rule<IsolationAnalyzer>.ReportsAsync(PG3001Tests.In(
        "public static async Task Here(ProcessPool pool) { await foreach (MapResult<int> r in pool.Jobs.MapSumResultsAsync([[1]])) { } } [ProcessTarget] public static int Sum(int[] {|PG3005:numbers|}) => numbers.Length;"));

    [Theory]
    [InlineData("[ProcessTarget] public static int Sum(int[] numbers) => numbers.Length;")]
    [InlineData("public static void Here() { using SumProcess p = new([1]); p.Start(); p.Join(); } [ProcessTarget] public static int Sum(int[] numbers) => numbers.Length;")]
    [InlineData("public static void Here(ProcessPool pool) => pool.Jobs.MapSum([[1]]); [ProcessTarget] public static int Sum(List<int> numbers) => numbers.Count;")]
    [InlineData("public static void Here(ProcessPool pool) => pool.Jobs.MapSum([1]); [ProcessTarget] public static int Sum(int n) => n; public static int Sum(int[] numbers) => numbers.Length;")]
    public Task Programs_of_users_that_map_no_arrays_are_left_alone(string members) => Rule<IsolationAnalyzer>.IsSilentAsync(PG3001Tests.In(members));

    [Theory]
    [InlineData("public static void Here(ProcessPool pool) => pool.Jobs.MapSum([1]); [ProcessTarget] public static int Sum(int n) { int[] all = [n]; return all.Sum(); }")]
    [InlineData("public static void Here(ProcessPool pool) => pool.Jobs.MapSum([(1, 2)]); [ProcessTarget] public static int Sum(int from, int to) => to - from; [ProcessTarget] public static int Other(int[] all) => all.Length;")]
    [InlineData("public static void Here(ProcessPool pool) { int n = pool.Jobs.Sum([1, 2]); } [ProcessTarget] public static int Sum(params int[] all) => all.Length;")]
    public Task More_that_maps_no_arrays_is_left_alone(string members) => Rule<IsolationAnalyzer>.IsSilentAsync(PG3001Tests.In(members));
}
