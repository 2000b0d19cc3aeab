using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ProcGen.Validation;

/// <summary>A piece of a process object's state: a field, a property with a field behind it, or a captured parameter of the primary constructor.</summary>
internal sealed record ProcessStateMember(string Name, ITypeSymbol Type, ISymbol Symbol);

/// <summary>What a class does with a parameter of its primary constructor.</summary>
internal enum ParameterUse
{
    None,
    Initialization,
    Captured,
}

/// <summary>Finds the state of a process class: what its child has to be given to be the same object.</summary>
internal static class ProcessState
{
    /// <summary>The state, captured parameters first in their order, then members in the order of their names.</summary>
    public static ImmutableArray<ProcessStateMember> Find(
        INamedTypeSymbol type,
        Compilation compilation,
        CancellationToken cancellationToken)
    {
        SortedDictionary<string, ProcessStateMember> members = new(StringComparer.Ordinal);
        foreach (IFieldSymbol field in type.GetMembers().OfType<IFieldSymbol>())
        {
            if (field is { IsStatic: false, IsConst: false } && Member(field) is { } member)
            {
                members[member.Name] = member;
            }
        }

        // What the bases keep to themselves is theirs; what they let a derived class set is part of the object.
        for (INamedTypeSymbol? current = type.BaseType; current is not null && !ProcessClasses.IsRoot(current); current = current.BaseType)
        {
            foreach (ISymbol symbol in current.GetMembers())
            {
                if (!symbol.IsStatic && !members.ContainsKey(symbol.Name) && Inherited(symbol, type, compilation) is { } member)
                {
                    members.Add(member.Name, member);
                }
            }
        }

        IEnumerable<ProcessStateMember> captured = PrimaryConstructor(type) is { } constructor
            ? constructor.Parameters
                .Where(parameter => UseOf(parameter, type, compilation, cancellationToken) == ParameterUse.Captured)
                .Select(static parameter => new ProcessStateMember(parameter.Name, parameter.Type, parameter))
            : [];
        return [.. captured, .. members.Values];
    }

    /// <summary>The primary constructor, or null.</summary>
    public static IMethodSymbol? PrimaryConstructor(INamedTypeSymbol type) =>
        type.InstanceConstructors
            .FirstOrDefault(static constructor => constructor.DeclaringSyntaxReferences.Any(static reference => reference.GetSyntax() is TypeDeclarationSyntax));

    /// <summary>The part of the state that a parameter of the primary constructor is given, or null.</summary>
    /// <remarks>A captured parameter is state itself. One that only initializes a member of its name and type is given that member's value.</remarks>
    public static ProcessStateMember? Argument(IParameterSymbol parameter, ImmutableArray<ProcessStateMember> state) =>
        state.FirstOrDefault(member => SymbolEqualityComparer.Default.Equals(member.Symbol, parameter))
        ?? state.FirstOrDefault(member => member.Symbol is not IParameterSymbol
            && string.Equals(member.Name.TrimStart('_'), parameter.Name, StringComparison.OrdinalIgnoreCase)
            && SymbolEqualityComparer.Default.Equals(member.Type, parameter.Type));

    /// <summary>The first parameter of the primary constructor whose value is used up in initializers, so that nobody has it any more when the state is written; or null.</summary>
    public static IParameterSymbol? UsedUp(INamedTypeSymbol type, ImmutableArray<ProcessStateMember> state, Compilation compilation, CancellationToken cancellationToken) =>
        PrimaryConstructor(type)?.Parameters
            .FirstOrDefault(parameter => Argument(parameter, state) is null && UseOf(parameter, type, compilation, cancellationToken) == ParameterUse.Initialization);

    private static ProcessStateMember? Member(IFieldSymbol field) => field.AssociatedSymbol switch
    {
        null when !field.IsImplicitlyDeclared && !field.GetAttributes().Any(WellKnown.LeavesOut) =>
            new ProcessStateMember(field.Name, field.Type, field),
        IPropertySymbol property when !ObjectMembers.IsLeftOut(property) => new ProcessStateMember(property.Name, property.Type, property),
        _ => null,
    };

    private static ProcessStateMember? Inherited(ISymbol symbol, INamedTypeSymbol type, Compilation compilation)
    {
        bool Reaches(ISymbol? member) => member is not null && compilation.IsSymbolAccessibleWithin(member, type);

        return symbol switch
        {
            _ when ObjectMembers.IsLeftOut(symbol) => null,
            IPropertySymbol { IsIndexer: false, IsAbstract: false } property when Reaches(property.GetMethod) && Reaches(property.SetMethod) =>
                new ProcessStateMember(property.Name, property.Type, property),
            IFieldSymbol { IsReadOnly: false, IsConst: false, AssociatedSymbol: null } field when Reaches(field) =>
                new ProcessStateMember(field.Name, field.Type, field),
            _ => null,
        };
    }

    // A parameter is captured when code that runs after construction uses it. Initializers and the base's arguments run during it.
    private static ParameterUse UseOf(
        IParameterSymbol parameter,
        INamedTypeSymbol type,
        Compilation compilation,
        CancellationToken cancellationToken)
    {
        ParameterUse use = ParameterUse.None;
        foreach (SyntaxReference reference in type.DeclaringSyntaxReferences)
        {
            SyntaxNode declaration = reference.GetSyntax(cancellationToken);
            foreach (IdentifierNameSyntax name in declaration.DescendantNodes().OfType<IdentifierNameSyntax>())
            {
                if (name.Identifier.ValueText == parameter.Name
                    && SymbolEqualityComparer.Default.Equals(compilation.GetSemanticModel(name.SyntaxTree).GetSymbolInfo(name, cancellationToken).Symbol, parameter))
                {
                    if (!IsInitialization(name, declaration))
                    {
                        return ParameterUse.Captured;
                    }

                    use = ParameterUse.Initialization;
                }
            }
        }

        return use;
    }

    private static bool IsInitialization(SyntaxNode name, SyntaxNode declaration)
    {
        for (SyntaxNode? node = name; node is not null && node != declaration; node = node.Parent)
        {
            switch (node)
            {
                case AnonymousFunctionExpressionSyntax:
                    // A lambda in an initializer runs later.
                    return false;
                case BaseListSyntax or FieldDeclarationSyntax or AttributeListSyntax:
                case EqualsValueClauseSyntax { Parent: PropertyDeclarationSyntax }:
                    return true;
            }
        }

        return false;
    }
}
