using System.Globalization;
using ProcGen.Generator.Model;

namespace ProcGen.Generator.Parsing;

/// <summary>One number for all that two builds have to agree on: ids, signatures, and the layout of every codec.</summary>
internal static class LayoutHash
{
    public static ulong Of(ParsedAssembly assembly)
    {
        IEnumerable<string> lines = assembly.Types.SelectMany(static type => type.Type.Targets.Select(Describe))
            .Concat(assembly.Types.Select(static type => type.Type.ProcessClass).OfType<ProcessClassModel>().Select(Describe))
            .Concat(assembly.Exceptions.Select(static exception => exception.Exception.FullName + "!" + Describe(exception.Exception.Members)))
            .Concat(TableParser.DistinctCodecs(assembly).Select(Describe))
            .Concat(assembly.Needs.SelectMany(static needs => needs.Layouts).Distinct());
        return StableHash.Of(string.Join("\n", lines.OrderBy(static line => line, StringComparer.Ordinal)));
    }

    private static string Describe(TargetModel target) =>
        Number(target.Id) + "(" + string.Join(",", target.Parameters.Select(static parameter => parameter.Kind + " " + parameter.Codec?.Codec)) + ")" + target.Returns + " " + target.ResultCodec?.Codec;

    private static string Describe(ProcessClassModel process) =>
        Number(process.Id) + "{" + string.Join(",", process.State.Select(static member => member.Name + " " + member.Codec.Codec)) + "}" + process.Returns + " " + process.ResultCodec?.Codec;

    private static string Describe(CodecModel codec) =>
        codec.Name + "=" + codec.Layout + Describe(codec.Members) + string.Join(",", codec.Cases.Select(static declared => Number((ulong)declared.Key) + " " + declared.Codec));

    private static string Describe(EquatableArray<CodecMemberModel> members) =>
        "{" + string.Join(",", members.Select(static member => member.IntegerKey.ToString(CultureInfo.InvariantCulture) + " " + member.TextKey + " " + member.Name + " " + member.Codec.Codec)) + "}";

    private static string Number(ulong value) => value.ToString("x16", CultureInfo.InvariantCulture);
}
