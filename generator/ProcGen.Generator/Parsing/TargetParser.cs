using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using ProcGen.Generator.Model;
using ProcGen.Validation;

namespace ProcGen.Generator.Parsing;

/// <summary>Makes the model of a static target that validation has let through.</summary>
internal static class TargetParser
{
    public static TargetModel Parse(IMethodSymbol method, Compilation compilation, CodecBuilder codecs, CancellationToken cancellationToken)
    {
        Documentation documentation = Documentation.Of(method, cancellationToken);
        string name = TargetNames.NameOf(method);
        string fullName = TypeNames.Full(method.ContainingType) + "." + name;
        TargetReturn returns = TargetReturn.Of(method);
        return new TargetModel
        {
            Name = name,
            EscapedName = Identifiers.Escape(name),
            Method = TypeNames.Plain(method.ContainingType) + "." + Identifiers.Escape(method.Name),
            DocumentationId = method.GetDocumentationCommentId() ?? "",
            Id = Id(method.ContainingAssembly, fullName),
            FullName = fullName,
            Returns = Kind(returns, method),
            ResultType = returns.Result is null ? null : TypeNames.Display(returns.Result),
            ResultArrayType = returns.Result is null
                ? null
                : TypeNames.Display(compilation.CreateArrayTypeSymbol(returns.Result, elementNullableAnnotation: returns.Result.NullableAnnotation)),
            ResultCodec = returns.Result is null ? null : codecs.Reference(returns.Result),
            Parameters = ParameterParser.Parse(method, codecs, documentation),
            Accessibility = SyntaxFacts.GetText(method.DeclaredAccessibility),
            FacadeAccessibility = EffectiveAccessibility(method),
            TokenName = TokenName(method),
            Summary = documentation.Summary,
        };
    }

    /// <summary>The id by which both sides know a target.</summary>
    public static ulong Id(IAssemblySymbol assembly, string fullName) => StableHash.Of(assembly.Name + "/" + fullName);

    public static ReturnKind Kind(TargetReturn returns, IMethodSymbol method) => returns.Kind switch
    {
        WellKnown.Task => ReturnKind.Task,
        WellKnown.TaskOfResult => ReturnKind.TaskOfValue,
        WellKnown.ValueTask => ReturnKind.ValueTask,
        WellKnown.ValueTaskOfResult => ReturnKind.ValueTaskOfValue,
        WellKnown.AsyncEnumerable => ReturnKind.Stream,
        _ => method.ReturnsVoid ? ReturnKind.Void : ReturnKind.Value,
    };

    // Null for what only the type itself, or what derives from it, can call.
    private static string? EffectiveAccessibility(IMethodSymbol method)
    {
        string accessibility = "public";
        for (ISymbol current = method; current is IMethodSymbol or INamedTypeSymbol; current = current.ContainingSymbol)
        {
            switch (current.DeclaredAccessibility)
            {
                case Accessibility.Public:
                    break;
                case Accessibility.Internal or Accessibility.ProtectedOrInternal:
                    accessibility = "internal";
                    break;
                default:
                    return null;
            }
        }

        return accessibility;
    }

    private static string TokenName(IMethodSymbol method)
    {
        IParameterSymbol? own = method.Parameters
            .FirstOrDefault(static parameter => WellKnown.Is(parameter.Type, WellKnown.CancellationToken));
        return own is not null
            ? Identifiers.Escape(own.Name)
            : Identifiers.Unique("cancellationToken", [.. method.Parameters.Select(static parameter => parameter.Name)]);
    }
}
