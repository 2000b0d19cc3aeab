using Microsoft.CodeAnalysis.Diagnostics;

namespace ProcGen.Analyzers.StartUp;

/// <summary>Reads from the project whether its program has startup hooks, through which children are entered without a word in Main.</summary>
internal static class NoHooks
{
    /// <summary>The property that takes the hooks away, as it is written in the project; null where there are some.</summary>
    public static string? Why(AnalyzerConfigOptions options)
    {
        if (Is(options, "PublishAot", "true"))
        {
            return "PublishAot";
        }

        if (Is(options, "StartupHookSupport", "false"))
        {
            return "StartupHookSupport=false";
        }

        return Is(options, "PublishTrimmed", "true") && !Is(options, "StartupHookSupport", "true") ? "PublishTrimmed" : null;
    }

    private static bool Is(AnalyzerConfigOptions options, string property, string wanted) =>
        options.TryGetValue("build_property." + property, out string? value) && string.Equals(value, wanted, StringComparison.OrdinalIgnoreCase);
}
