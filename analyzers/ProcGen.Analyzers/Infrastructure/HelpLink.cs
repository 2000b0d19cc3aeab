using System.Reflection;

namespace ProcGen.Analyzers;

/// <summary>Where the page of a rule is: in the repository that the build names (RepositoryUrl in Directory.Build.props), by the rule's id.</summary>
internal static class HelpLink
{
    private static readonly string Repository = typeof(HelpLink).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(static each => each.Key == "RepositoryUrl").Value!;

    public static string For(string id) => Repository + "/blob/main/analyzers/rules/" + id + ".md";
}
