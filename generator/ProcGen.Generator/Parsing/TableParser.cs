using ProcGen.Generator.Model;

namespace ProcGen.Generator.Parsing;

/// <summary>Puts together what belongs to the whole assembly.</summary>
internal static class TableParser
{
    /// <summary>The class of an assembly's table. Assemblies whose names differ only in signs share a class name, but never a class.</summary>
    public static string TableName(string assembly) => "Targets_" + Identifiers.Sanitize(assembly);

    /// <summary>The class for values that formatters of the user's write, which is each assembly's own: it is compiled against the MessagePack-CSharp of the user.</summary>
    public static string FormattersName(string assembly) => "Formatters_" + Identifiers.Sanitize(assembly);

    /// <summary>Each codec once, in the order of their names.</summary>
    public static EquatableArray<CodecModel> DistinctCodecs(ParsedAssembly assembly) =>
        assembly.Needs.SelectMany(static needs => needs.Codecs)
            .GroupBy(static codec => codec.Name, StringComparer.Ordinal)
            .Select(static same => same.First())
            .OrderBy(static codec => codec.Name, StringComparer.Ordinal)
            .ToEquatableArray();

    /// <summary>The table, or null for an assembly that has nothing to register.</summary>
    public static TableModel? Parse(ParsedAssembly assembly)
    {
        if (assembly.Table is not { } name)
        {
            return null;
        }

        return new TableModel
        {
            Name = name,
            Formatters = assembly.Needs.Select(static needs => needs.Formatters).FirstOrDefault(static formatters => formatters is not null),
            LayoutHash = LayoutHash.Of(assembly),
            Targets = assembly.Types
                .SelectMany(static type => Entries(type.Type))
                .OrderBy(static entry => entry.FullName, StringComparer.Ordinal)
                .ToEquatableArray(),
            Exceptions = assembly.Exceptions
                .Select(static parsed => new TableExceptionModel { Type = parsed.Exception.Type, Codec = parsed.Exception.Name, FullName = parsed.Exception.FullName })
                .OrderBy(static entry => entry.FullName, StringComparer.Ordinal)
                .ToEquatableArray(),
            Items = assembly.Needs.SelectMany(static needs => needs.Items)
                .GroupBy(static item => item.Codec, StringComparer.Ordinal)
                .Select(static same => same.First())
                .OrderBy(static item => item.Codec, StringComparer.Ordinal)
                .ToEquatableArray(),
        };
    }

    private static IEnumerable<TableEntryModel> Entries(TargetTypeModel type)
    {
        foreach (TargetModel target in type.Targets)
        {
            yield return new TableEntryModel { Id = target.Id, FullName = target.FullName, Call = type.Type + "." + ProcGen.Validation.TargetNames.CallClass(target.Name) };
        }

        if (type.ProcessClass is { } process)
        {
            yield return new TableEntryModel { Id = process.Id, FullName = process.FullName, Call = type.Type + "." + process.CallName };
        }
    }
}
