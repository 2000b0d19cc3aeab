using System.Globalization;

namespace ProcGen.Acceptance;

/// <summary>What whoever runs the tests asks for by environment variables: how long, how often, and with which seed.</summary>
internal static class Asked
{
    /// <summary>The number that a variable holds, or what is usual.</summary>
    public static int Number(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out int asked) ? asked : otherwise;
}
