using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ProcGen.Generator.Model;
using ProcGen.Validation;

namespace ProcGen.Generator.Parsing;

/// <summary>Makes models of items from the places that name them.</summary>
internal static class ItemParser
{
    /// <summary>The model of what a place says is carried, or null: where nothing of ours is named, its type is open, or it cannot cross.</summary>
    public static ParsedItem? Parse(GeneratorSyntaxContext context, CancellationToken cancellationToken)
    {
        if (ItemMentions.ItemOf((GenericNameSyntax)context.Node, context.SemanticModel, cancellationToken) is not { } type)
        {
            return null;
        }

        TypeClassifier classifier = new(context.SemanticModel.Compilation);
        if (ItemMentions.Find(type, classifier) is not null)
        {
            return null;
        }

        CodecBuilder codecs = new(classifier);
        return new ParsedItem
        {
            Item = codecs.Item(type),
            Table = TableParser.TableName(classifier.Compilation.Assembly.Name),
            Needs = codecs.Needs,
        };
    }

    /// <summary>Each item once, in the order of the codecs: how often and where it is named must not show.</summary>
    public static EquatableArray<ParsedItem> Distinct(ImmutableArray<ParsedItem> items) => items
        .GroupBy(static item => item.Item.Codec, StringComparer.Ordinal)
        .Select(static same => same.First())
        .OrderBy(static item => item.Item.Codec, StringComparer.Ordinal)
        .ToEquatableArray();
}
