using ProcGen.Generator.Tests.Infrastructure;

namespace ProcGen.Generator.Tests;

public class DefaultValueTests
{
    [Fact]
    public void Default_values_are_exactly_the_targets_own()
    {
        GeneratorRun run = GeneratorRun.Of("""
            using System.Reflection;
            public enum Small : sbyte { Low = -1, None, High }
            [Flags] public enum Large : ulong { None, All = ulong.MaxValue }
            public readonly record struct Money(decimal Amount, string Currency);
            public static partial class Jobs
            {
                public const long Big = long.MinValue;
                [ProcessTarget] public static void Target(
                    bool yes = true, sbyte minus = sbyte.MinValue, byte most = 255, short s = -7, ushort us = 9, int min = int.MinValue, uint u = uint.MaxValue, long big = Big, ulong ul = ulong.MaxValue,
                    nint native = -3, nuint unative = 4, char letter = 'x', char quote = '\'', char zero = '\0', char lone = '\ud800', float nan = float.NaN, float third = 1f / 3, float small = float.Epsilon,
                    double tenth = 0.1, double infinity = double.PositiveInfinity, double minusInfinity = double.NegativeInfinity, double dnan = double.NaN, double minusZero = -0.0, double max = double.MaxValue, double epsilon = double.Epsilon,
                    float minusZeroF = -0f, decimal money = 1.10m, decimal minusMoney = -79228162514264337593543950335m, decimal minusZeroM = -0.0m, string text = "a\"b\\c\n\t\0\u2028\ud800{}", string? none = null,
                    int? nullable = null, int? given = 5, Small e = Small.Low, Small odd = (Small)77, Small? maybe = Small.High, Small? nothing = null, Large flags = Large.All, Large combined = (Large)6,
                    Money price = default, DateTime time = default, Guid id = default, int[]? items = null, (int, string)? pair = null, Money? other = null, string empty = "") { }
            }
            public static class Check
            {
                public static void Run()
                {
                    ParameterInfo[] expected = typeof(Jobs).GetMethod("Target")!.GetParameters();
                    Compare(expected, typeof(Jobs.TargetProcess).GetConstructors()[0].GetParameters());
                    Compare(expected, typeof(Jobs.TargetProcess).GetMethods().Single(m => m.Name == "RunAsync" && m.IsStatic).GetParameters());
                    Compare(expected, typeof(JobsExecutor).GetMethod("Target")!.GetParameters());
                    Compare(expected, typeof(JobsExecutor).GetMethod("TargetAsync")!.GetParameters());
                }
                private static void Compare(ParameterInfo[] expected, ParameterInfo[] actual)
                {
                    for (int i = 0; i < expected.Length; i++)
                    {
                        string what = expected[i].Name!;
                        if (expected[i].Name != actual[i].Name || expected[i].ParameterType != actual[i].ParameterType || !actual[i].HasDefaultValue) throw new Exception(what);
                        object? left = expected[i].DefaultValue, right = actual[i].DefaultValue;
                        if (left?.GetType() != right?.GetType() || Bits(left) != Bits(right)) throw new Exception($"{what}: expected {left} and found {right}");
                    }
                }
                private static string Bits(object? value) => value switch
                {
                    null => "null",
                    double number => BitConverter.DoubleToInt64Bits(number).ToString(),
                    float number => BitConverter.SingleToInt32Bits(number).ToString(),
                    decimal number => string.Join(",", decimal.GetBits(number)),
                    string text => string.Join(",", text.Select(letter => (int)letter)),
                    _ => value.ToString()!,
                };
            }
            """);
        run.Execute();
    }

    [Fact]
    public void Params_stay_params_and_callers_information_stays_the_callers()
    {
        GeneratorRun run = GeneratorRun.Of(Sources.Wire, """
            public static partial class Jobs
            {
                [ProcessTarget] public static int Sum(params int[] values) => values.Sum();
                [ProcessTarget] public static int Second(int first = 1, params int[] values) => first + values.Sum();
                [ProcessTarget] public static int Third(params List<int> values) => values.Sum();
                [ProcessTarget] public static string Who([CallerMemberName] string name = "") => name;
            }
            public static class Check
            {
                public static void Run()
                {
                    ITargetExecutor executor = new InlineExecutor();
                    Wire.Equal(6, executor.Jobs.Sum(1, 2, 3)); Wire.Equal(3, executor.Jobs.SumAsync(1, 2).Result); Wire.Equal(3, executor.Jobs.SumAsync([1, 2], CancellationToken.None).Result);
                    Wire.Equal(6, executor.Jobs.Second(1, 2, 3)); Wire.Equal(3, executor.Jobs.SecondAsync(1, 2).Result); Wire.Equal(1, executor.Jobs.Second());
                    Wire.Equal(6, executor.Jobs.Third(1, 2, 3)); Wire.Equal("Run", executor.Jobs.Who());
                    Wire.Sequence(new[] { 3, 4 }, executor.Jobs.MapSum([[1, 2], [4]]));
                    _ = new Jobs.SumProcess(1, 2, 3);
                }
            }
            """);
        run.Execute();
    }
}
