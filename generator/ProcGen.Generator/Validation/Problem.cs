using Microsoft.CodeAnalysis;

namespace ProcGen.Validation;

/// <summary>One thing that makes a target or a type invalid. It holds symbols, so it never enters a model.</summary>
/// <param name="Reason">What is wrong.</param>
/// <param name="Subject">The method, parameter or type that is to blame in the declaration of the target.</param>
/// <param name="Path">The way from there to the member that cannot cross, as in <c>rows[].Handler</c>; the subject's name when it is the subject itself.</param>
internal sealed record Problem(InvalidReason Reason, ISymbol Subject, string Path)
{
    /// <summary>The type that cannot cross, where one is to blame.</summary>
    public ITypeSymbol? Type { get; init; }
}
