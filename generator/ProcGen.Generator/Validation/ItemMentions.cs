using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ProcGen.Validation;

/// <summary>Places in code that say what a queue, a connection or a listener carries: wherever one is made, its codec has to be known.</summary>
internal static class ItemMentions
{
    /// <summary>Whether a node may be such a place, as far as its words tell. Asked of every node of every file that changes.</summary>
    public static bool IsCandidate(SyntaxNode node) => node is GenericNameSyntax name && IsCandidate(name);

    /// <summary>As <see cref="IsCandidate(SyntaxNode)"/>.</summary>
    public static bool IsCandidate(GenericNameSyntax name) => name.Identifier.ValueText switch
    {
        "ProcessQueue" or "JoinableProcessQueue" or "ProcessQueueBase" or "Connection" or "ProcessListener" => true,
        "Create" => IsOfOurs(name, "ProcessPipe"),
        "Connect" or "ConnectAsync" => IsOfOurs(name, "ProcessClient"),
        _ => false,
    };

    /// <summary>The type of the items that a candidate names; null where it names something else, or leaves the type open.</summary>
    public static ITypeSymbol? ItemOf(GenericNameSyntax name, SemanticModel model, CancellationToken cancellationToken)
    {
        ITypeSymbol? item = model.GetSymbolInfo(name, cancellationToken).Symbol switch
        {
            INamedTypeSymbol { IsUnboundGenericType: false, TypeArguments: [{ } only] } type when WellKnown.IsOurs(type) && CodecTable.CarriesItems(WellKnown.MetadataName(type)) => only,
            IMethodSymbol { TypeArguments: [{ } only] } method when WellKnown.Is(method.ContainingType, WellKnown.ProcessPipe) || WellKnown.Is(method.ContainingType, WellKnown.ProcessClient) => only,
            _ => null,
        };
        return item is null || IsOpen(item) ? null : item;
    }

    /// <summary>The first thing in an item that cannot cross, or null.</summary>
    public static Problem? Find(ITypeSymbol item, TypeClassifier classifier) =>
        new TypeValidator(classifier).Find(item, item, item.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat));

    // Other libraries have methods of these names, and some programs call them a thousand times: what stands before the dot is read, not looked up.
    private static bool IsOfOurs(GenericNameSyntax name, string type) =>
        name.Parent is not MemberAccessExpressionSyntax access || access.Name != name || LastName(access.Expression) == type;

    private static string? LastName(ExpressionSyntax expression) => expression switch
    {
        SimpleNameSyntax simple => simple.Identifier.ValueText,
        MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText,
        AliasQualifiedNameSyntax qualified => qualified.Name.Identifier.ValueText,
        _ => null,
    };

    // A type parameter anywhere in it: generated code stands outside of what declares that.
    private static bool IsOpen(ITypeSymbol type) => type switch
    {
        ITypeParameterSymbol => true,
        IArrayTypeSymbol array => IsOpen(array.ElementType),
        IPointerTypeSymbol pointer => IsOpen(pointer.PointedAtType),
        INamedTypeSymbol named => named.TypeArguments.Any(IsOpen) || (named.ContainingType is { } outer && IsOpen(outer)),
        _ => false,
    };
}
