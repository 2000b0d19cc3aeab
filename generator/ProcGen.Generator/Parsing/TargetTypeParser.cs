using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using ProcGen.Generator.Model;
using ProcGen.Validation;

namespace ProcGen.Generator.Parsing;

/// <summary>Makes the model of a type from its marked methods.</summary>
internal static class TargetTypeParser
{
    /// <summary>The model of the type that a marked method is in, or null: for an invalid type, and for every marked method but the first.</summary>
    /// <remarks>The first stands for its type, so that a type gives one model however many methods and files it has.</remarks>
    public static ParsedTargetType? Parse(GeneratorAttributeSyntaxContext context, CancellationToken cancellationToken)
    {
        if (context.TargetSymbol is not IMethodSymbol method)
        {
            return null;
        }

        method = method.PartialDefinitionPart ?? method;
        INamedTypeSymbol type = method.ContainingType;
        if (!TargetNames.IsMarked(method) || !TargetNames.IsFirst(method))
        {
            return null;
        }

        IMethodSymbol[] marked = [.. TargetNames.MarkedMethods(type)];
        TypeClassifier classifier = new(context.SemanticModel.Compilation);
        TargetValidator validator = new(classifier);
        IMethodSymbol[] valid = [.. marked.Where(each => validator.Validate(each, cancellationToken).IsEmpty)];
        return valid.Length == 0 ? null : Parse(type, valid, classifier, cancellationToken);
    }

    private static ParsedTargetType Parse(
        INamedTypeSymbol type,
        IMethodSymbol[] methods,
        TypeClassifier classifier,
        CancellationToken cancellationToken)
    {
        CodecBuilder codecs = new(classifier);
        TargetModel[] targets = [.. methods.Where(static method => method.IsStatic).Select(method => TargetParser.Parse(method, classifier.Compilation, codecs, cancellationToken))];
        ProcessClassModel? process = methods.FirstOrDefault(static method => !method.IsStatic) is { } run
            ? ProcessClassParser.Parse(run, classifier, codecs, cancellationToken)
            : null;
        return new ParsedTargetType
        {
            Type = new TargetTypeModel
            {
                HintName = HintNames.ForType(type, "Targets"),
                Namespace = type.ContainingNamespace.IsGlobalNamespace
                    ? ""
                    : Identifiers.EscapeDotted(type.ContainingNamespace.ToDisplayString(SymbolDisplayFormat.CSharpErrorMessageFormat)),
                Declarations = Declarations(type).ToEquatableArray(),
                Type = TypeNames.Plain(type),
                DocumentationId = type.GetDocumentationCommentId() ?? "",
                Table = TableParser.TableName(type.ContainingAssembly.Name),
                Targets = targets.ToEquatableArray(),
                ProcessClass = process,
                Facade = Facade(type, targets, classifier.Compilation),
            },
            Needs = codecs.Needs,
        };
    }

    private static FacadeModel? Facade(INamedTypeSymbol type, TargetModel[] targets, Compilation compilation)
    {
        if (targets.All(static target => target.FacadeAccessibility is null))
        {
            return null;
        }

        string name = FacadeNames.For(type);
        return new FacadeModel
        {
            Name = name,
            EscapedName = Identifiers.Escape(name),
            Accessibility = targets.Any(static target => target.FacadeAccessibility == "public") ? "public" : "internal",
            IsProperty = compilation is CSharpCompilation { LanguageVersion: >= LanguageVersion.CSharp14 },
        };
    }

    private static Stack<string> Declarations(INamedTypeSymbol type)
    {
        Stack<string> declarations = new();
        for (INamedTypeSymbol? current = type; current is not null; current = current.ContainingType)
        {
            string keyword = current switch
            {
                { TypeKind: TypeKind.Interface } => "interface",
                { TypeKind: TypeKind.Struct, IsRecord: true } => "record struct",
                { TypeKind: TypeKind.Struct } => "struct",
                { IsRecord: true } => "record",
                _ => "class",
            };
            declarations.Push("partial " + keyword + " " + Identifiers.EscapeDeclared(current.Name));
        }

        return declarations;
    }
}
