using Microsoft.CodeAnalysis;

namespace ProcGen.Validation;

/// <summary>What a target's return type means.</summary>
internal readonly struct TargetReturn
{
    private TargetReturn(string kind, ITypeSymbol? result)
    {
        Kind = kind;
        Result = result;
    }

    /// <summary>The awaitable or stream by its name in metadata; empty for none.</summary>
    public string Kind { get; }

    /// <summary>What crosses: the result or an item; null without a result.</summary>
    public ITypeSymbol? Result { get; }

    public static TargetReturn Of(IMethodSymbol method)
    {
        if (method.ReturnsVoid)
        {
            return default;
        }

        if (method.ReturnType is INamedTypeSymbol type)
        {
            string name = WellKnown.MetadataName(type);
            switch (name)
            {
                case WellKnown.Task or WellKnown.ValueTask:
                    return new TargetReturn(name, null);
                case WellKnown.TaskOfResult or WellKnown.ValueTaskOfResult or WellKnown.AsyncEnumerable:
                    return new TargetReturn(name, type.TypeArguments[0]);
            }
        }

        return new TargetReturn("", method.ReturnType);
    }
}
