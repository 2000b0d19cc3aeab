using System.Collections;
using System.Globalization;

namespace ProcGen.Hosting;

/// <summary>The environment that a child is started with.</summary>
internal static class ChildEnvironment
{
    private const string HeapLimitVariable = "DOTNET_GCHeapHardLimit";

    /// <summary>This process' environment with the additions, the marker and what the runtime must know from its first moment on.</summary>
    /// <param name="specification">What the child is to be.</param>
    /// <param name="entry">How it enters.</param>
    /// <param name="transient">Names that the child takes out again before its own children could inherit them.</param>
    public static string[] Make(ChildSpecification specification, ChildEntry entry, out string[] transient)
    {
        Dictionary<string, string> variables = new(StringComparer.Ordinal);
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
        {
            variables[(string)variable.Key] = (string?)variable.Value ?? "";
        }

        foreach ((string name, string? value) in Require.EnvironmentVariables(specification.Environment ?? EmptyEnvironment, "EnvironmentVariables"))
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

        foreach ((string name, string value) in specification.RuntimeVariables ?? EmptyVariables)
        {
            variables[name] = value;
            transient = [.. transient, name];
        }

        variables[ChildMarker.Variable] = new ChildMarker(Environment.ProcessId, entry).ToString();
        if (entry == ChildEntry.Hook)
        {
            variables[ChildMarker.HookVariable] = ChildMarker.AddHook(variables.GetValueOrDefault(ChildMarker.HookVariable));
        }

        return [.. variables.Select(static variable => $"{variable.Key}={variable.Value}")];
    }

    private static Dictionary<string, string> EmptyVariables { get; } = [];

    private static Dictionary<string, string?> EmptyEnvironment { get; } = [];
}
