using System.Collections;
using System.Globalization;

namespace ProcGen.Hosting;

/// <summary>The environment that a child is started with.</summary>
internal static class ChildEnvironment
{
    private const string HeapLimitVariable = "DOTNET_GCHeapHardLimit";

    /// <summary>This process' environment with the additions, the marker and what the runtime must know from its first moment on.</summary>
    /// <param name="specification">What the child is to be.</param>
    /// <param name="byHook">Whether it enters by the startup hook.</param>
    /// <param name="transient">Names that the child takes out again before its own children could inherit them.</param>
    public static string[] Make(ChildSpecification specification, bool byHook, out string[] transient)
    {
        Dictionary<string, string> variables = new(StringComparer.Ordinal);
        foreach (DictionaryEntry entry in Environment.GetEnvironmentVariables())
        {
            variables[(string)entry.Key] = (string?)entry.Value ?? "";
        }

        foreach ((string name, string? value) in specification.Environment ?? EmptyEnvironment)
        {
            if (value is null)
            {
                variables.Remove(name);
            }
            else
            {
                variables[name] = value;
            }
        }

        transient = [];
        if (specification.HeapLimit is { } limit)
        {
            variables[HeapLimitVariable] = limit.ToString("x", CultureInfo.InvariantCulture);
            transient = [HeapLimitVariable];
        }

        variables[ChildMarker.Variable] = new ChildMarker(Environment.ProcessId, byHook).ToString();
        if (byHook)
        {
            variables[ChildMarker.HookVariable] = ChildMarker.AddHook(variables.GetValueOrDefault(ChildMarker.HookVariable));
        }

        return [.. variables.Select(static variable => $"{variable.Key}={variable.Value}")];
    }

    private static Dictionary<string, string?> EmptyEnvironment { get; } = [];
}
