using System.Globalization;

namespace ProcGen.Benchmarks;

/// <summary>A child from its start to its result, against a whole run of an empty Main of the same build.</summary>
internal static class StartRows
{
    private static string Programs => Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", ".."));

    private static string Repository => Path.GetFullPath(Path.Combine(Programs, "..", ".."));

    public static string CoreClrProgram => Path.Combine(Programs, "StartTime", "release", "StartTime");

    public static Row OfCoreClr(bool isQuick) => Measured("start to result, CoreCLR", CoreClrProgram, isQuick ? 15 : 50, 1.6);

    public static Row OfNativeAot() => Measured("start to result, NativeAOT", PublishNative(), 50, 2.5);

    /// <summary>The same program as native code. What has not changed is not built again.</summary>
    public static string PublishNative()
    {
        string folder = Path.Combine(Repository, "artifacts", "benchmarks", "StartTime");
        Measure.Output("dotnet", "publish", "-c", "Release", "--use-current-runtime", "-p:StartTimeIsNative=true", Path.Combine(Repository, "tests", "Programs", "StartTime"), "-o", folder);
        return Path.Combine(folder, "StartTime");
    }

    private static Row Measured(string name, string program, int rounds, double bar)
    {
        double[] figures = [.. Measure.Output(program, rounds.ToString(CultureInfo.InvariantCulture)).Split(' ').Select(static figure => double.Parse(figure, CultureInfo.InvariantCulture))];
        return new Row(name, Measure.Text(figures[0], "ms"), $"empty Main {Measure.Text(figures[1], "ms")}", figures[2], $"at most {bar.ToString(CultureInfo.InvariantCulture)}", figures[2] <= bar);
    }
}
