using Microsoft.CodeAnalysis;
using ProcGen.Generator.Model;
using ProcGen.Validation;

namespace ProcGen.Generator.Parsing;

/// <summary>Makes the model of a marked exception class.</summary>
internal static class ExceptionParser
{
    /// <summary>The model, or null for a class that cannot come back as itself.</summary>
    public static ParsedException? Parse(GeneratorAttributeSyntaxContext context, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        TypeClassifier classifier = new(context.SemanticModel.Compilation);
        if (context.TargetSymbol is not INamedTypeSymbol type || ExceptionClasses.Shape(type, classifier, out _) is not { } shape)
        {
            return null;
        }

        const string Inner = "innerException";
        CodecBuilder codecs = new(classifier);
        HashSet<string> taken = ["reader", "writer", "exception", Inner];
        ShapeMember[] carried = [.. shape.Arguments.OfType<ShapeMember>().Concat(shape.Initialized).GroupBy(static member => member.Name, StringComparer.Ordinal).Select(static group => group.First())];
        CodecMemberModel[] members = [.. carried.Select(member => codecs.Member(member, taken))];
        Dictionary<string, string> locals = carried.Zip(members, static (member, model) => (member.Name, model.Local))
            .ToDictionary(static pair => pair.Name, static pair => pair.Local, StringComparer.Ordinal);
        return new ParsedException
        {
            Exception = new ExceptionModel
            {
                HintName = HintNames.ForType(type, "Exception"),
                Name = CodecNames.For(type),
                Type = TypeNames.Plain(type),
                FullName = TypeNames.Full(type),
                Members = members.ToEquatableArray(),
                ConstructorArguments = shape.Arguments
                    .Select(argument => argument is null ? Inner : locals[argument.Name])
                    .ToEquatableArray(),
                Initializers = shape.Initialized
                    .Select(member => Identifiers.Escape(member.Name) + " = " + locals[member.Name])
                    .ToEquatableArray(),
            },
            Table = TableParser.TableName(type.ContainingAssembly.Name),
            Needs = codecs.Needs,
        };
    }
}
