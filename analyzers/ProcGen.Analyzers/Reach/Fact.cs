using Microsoft.CodeAnalysis;

namespace ProcGen.Analyzers.Reach;

/// <summary>What a method does that rules ask about.</summary>
internal enum FactKind
{
    /// <summary>It calls a method of this project.</summary>
    Call,

    /// <summary>It starts a process or a pool.</summary>
    Start,

    /// <summary>It reads a static variable of this project.</summary>
    Read,

    /// <summary>It assigns one.</summary>
    Write,

    /// <summary>It reads from the console.</summary>
    ConsoleInput,

    /// <summary>It ends its process.</summary>
    Exit,

    /// <summary>It asks whether this process is a child, or lets it be one.</summary>
    Guard,
}

/// <summary>One thing that a method does.</summary>
/// <param name="Kind">What.</param>
/// <param name="Symbol">The method, type or variable.</param>
/// <param name="Syntax">Where.</param>
/// <param name="IsLater">Whether it is in a lambda, which runs later or never.</param>
internal sealed record Fact(FactKind Kind, ISymbol Symbol, SyntaxNode Syntax, bool IsLater)
{
    public string Name => Kind == FactKind.Start || Symbol is IMethodSymbol { MethodKind: not MethodKind.LocalFunction } and { ContainingType: not null }
        ? Symbol is ITypeSymbol ? Symbol.Name : Symbol.ContainingType.Name + "." + Symbol.Name
        : Symbol.Name;
}
