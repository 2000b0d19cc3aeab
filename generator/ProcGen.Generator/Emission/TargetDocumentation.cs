using ProcGen.Generator.Model;

namespace ProcGen.Generator.Emission;

/// <summary>Documentation of what is generated for a target: what it is, and what the target's author says of it.</summary>
internal static class TargetDocumentation
{
    public static string See(string documentationId) => $"<see cref=\"{documentationId}\"/>";

    /// <summary>A summary of ours, with the author's as remarks.</summary>
    public static void Write(SourceWriter writer, TargetModel target, string summary)
    {
        CommonSource.Document(writer, "summary", summary);
        if (target.Summary is not null)
        {
            CommonSource.Document(writer, "remarks", target.Summary);
        }
    }

    /// <summary>All parameters or none: the compiler wants the others as soon as there is one.</summary>
    public static void Parameters(SourceWriter writer, TargetModel target, bool addsToken)
    {
        if (target.Parameters.All(static parameter => parameter.Documentation is null))
        {
            return;
        }

        foreach (ParameterModel parameter in target.Parameters)
        {
            CommonSource.Document(
                writer,
                $"param name=\"{parameter.Name.TrimStart('@')}\"",
                parameter.Documentation ?? $"As of {See(target.DocumentationId)}.");
        }

        if (addsToken)
        {
            CommonSource.Document(writer, $"param name=\"{target.TokenName}\"", "Cancels the call.");
        }
    }
}
