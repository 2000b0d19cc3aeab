using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ProcGen.Generator.Emission;
using ProcGen.Generator.Model;
using ProcGen.Generator.Parsing;
using ProcGen.Validation;

namespace ProcGen.Generator;

/// <summary>
/// Writes, for methods marked [ProcessTarget] and exception classes marked [ProcessException], what calls them from another process; and for what
/// queues and pipes carry, how it is written.
/// </summary>
/// <remarks>
/// The flow, each step in a folder of its own:
/// <list type="number">
/// <item><c>Validation</c> looks at symbols and decides: is this a target, does this type cross and how, and if not, why not. The analyzers
/// share it and report what it refuses; the generator prints nothing for that, and reports nothing.</item>
/// <item><c>Parsing</c> turns what passed into models. Symbols end here.</item>
/// <item><c>Model</c> is records of text and numbers that compare by value, so that a stage with an equal result stops the work behind it.</item>
/// <item><c>Emission</c> prints models and decides nothing.</item>
/// </list>
/// There is one file for each type with targets, one for each exception class, one for each type of the user that crosses, one for the assembly,
/// and one for values that MessagePack-CSharp's formatters write, where there are some.
/// </remarks>
[Generator(LanguageNames.CSharp)]
public sealed class ProcessTargetGenerator : IIncrementalGenerator
{
    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        // All symbol work: once for each marked method in each edit, since a model depends on types in other files. One model for each type.
        IncrementalValuesProvider<ParsedTargetType> parsedTypes = context.SyntaxProvider
            .ForAttributeWithMetadataName(
                WellKnown.ProcessTargetAttribute,
                static (node, _) => node is MethodDeclarationSyntax,
                TargetTypeParser.Parse)
            .Where(static parsed => parsed is not null)
            .Select(static (parsed, _) => parsed!)
            .WithTrackingName(TrackingNames.ParsedTargetTypes);

        IncrementalValuesProvider<ParsedException> parsedExceptions = context.SyntaxProvider
            .ForAttributeWithMetadataName(
                WellKnown.ProcessExceptionAttribute,
                static (node, _) => node is TypeDeclarationSyntax,
                ExceptionParser.Parse)
            .Where(static parsed => parsed is not null)
            .Select(static (parsed, _) => parsed!)
            .WithTrackingName(TrackingNames.ParsedExceptions);

        // What is carried has no mark: its type is named wherever a queue or a pipe is made. Words decide which nodes are looked up at all.
        IncrementalValueProvider<EquatableArray<ParsedItem>> items = context.SyntaxProvider
            .CreateSyntaxProvider(static (node, _) => ItemMentions.IsCandidate(node), ItemParser.Parse)
            .Where(static parsed => parsed is not null)
            .Select(static (parsed, _) => parsed!)
            .WithTrackingName(TrackingNames.ParsedItems)
            .Collect()
            .Select(static (parsed, _) => ItemParser.Distinct(parsed)).WithTrackingName(TrackingNames.Items);

        // Without the codecs: a new member of a type that crosses leaves the files of the targets as they are.
        IncrementalValuesProvider<TargetTypeModel> types = parsedTypes
            .Select(static (parsed, _) => parsed.Type).WithTrackingName(TrackingNames.TargetTypes);
        IncrementalValuesProvider<ExceptionModel> exceptions = parsedExceptions
            .Select(static (parsed, _) => parsed.Exception).WithTrackingName(TrackingNames.Exceptions);

        // From here on: once for each edit that changes a model.
        IncrementalValueProvider<ParsedAssembly> all = parsedTypes.Collect().Combine(parsedExceptions.Collect()).Combine(items)
            .Select(static (found, _) => new ParsedAssembly(found.Left.Left, found.Left.Right, found.Right));
        IncrementalValuesProvider<CodecModel> codecs = all
            .SelectMany(static (assembly, _) => TableParser.DistinctCodecs(assembly)).WithTrackingName(TrackingNames.Codecs);
        IncrementalValueProvider<TableModel?> table = all
            .Select(static (assembly, _) => TableParser.Parse(assembly)).WithTrackingName(TrackingNames.Table);

        context.RegisterSourceOutput(types, static (output, type) => output.AddSource(type.HintName, TargetTypeEmitter.Emit(type)));
        context.RegisterSourceOutput(exceptions, static (output, exception) => output.AddSource(exception.HintName, ExceptionEmitter.Emit(exception)));
        context.RegisterSourceOutput(codecs, static (output, codec) => output.AddSource(codec.HintName, CodecEmitter.Emit(codec)));
        context.RegisterSourceOutput(table, static (output, model) =>
        {
            if (model is not null)
            {
                output.AddSource("ProcGen.Table.g.cs", TableEmitter.Emit(model));
                if (model.Formatters is { } formatters)
                {
                    output.AddSource("ProcGen.Formatters.g.cs", FormatterEmitter.Emit(formatters));
                }
            }
        });
    }
}
