namespace ProcGen.Analyzers;

/// <summary>Where the page of a rule is. The one place that knows: the address is computed from the id.</summary>
internal static class HelpLink
{
    public static string For(string id) => "https://github.com/procgen/procgen/blob/main/analyzers/rules/" + id + ".md";
}
