using Microsoft.CodeAnalysis;
using ProcGen.Validation;

namespace ProcGen.Generator.Parsing;

/// <summary>Describes how values that travel as blocks lie in memory: no codec of theirs says it.</summary>
internal sealed class BlockLayouts
{
    private readonly SortedDictionary<string, string> _layouts = new(StringComparer.Ordinal);

    public IEnumerable<string> Lines => _layouts.Select(static layout => layout.Key + layout.Value);

    public void Add(ITypeSymbol type)
    {
        string name = TypeNames.Plain(type);
        if (type is not INamedTypeSymbol named || _layouts.ContainsKey(name) || CodecTable.IsBlock(WellKnown.MetadataName(type)))
        {
            return;
        }

        if (named.EnumUnderlyingType is { } underlying)
        {
            _layouts.Add(name, ":" + TypeNames.Plain(underlying));
            return;
        }

        IFieldSymbol[] fields = [.. named.GetMembers().OfType<IFieldSymbol>().Where(static field => !field.IsStatic)];
        _layouts.Add(name, "{" + string.Join(",", fields.Select(static field => field.Name + " " + TypeNames.Plain(field.Type))) + "}");
        foreach (IFieldSymbol field in fields)
        {
            Add(field.Type);
        }
    }
}
