using System.Reflection;

namespace ProcGen.Package.Tests;

/// <summary>What the build knew.</summary>
internal static class Facts
{
    public static string Repository { get; } = Get(nameof(Repository));

    public static string Configuration { get; } = Get(nameof(Configuration));

    /// <summary>Whether paths of the machine are kept out of what is built.</summary>
    public static bool IsReproducible { get; } = Get(nameof(IsReproducible)) == "true";

    /// <summary>Whether the runtime was also compiled ahead of time.</summary>
    public static bool IsPrecompiled { get; } = Configuration == "Release" && Get("Machine") == "linux-x64";

    private static string Get(string key) => typeof(Facts).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(each => each.Key == key).Value ?? "";
}
