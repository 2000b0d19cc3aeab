using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using ProcGen.Generator.Model;
using ProcGen.Validation;

namespace ProcGen.Generator.Parsing;

/// <summary>Turns types that are known to cross into references to codecs, and gathers the codecs that have to be generated for them.</summary>
internal sealed class CodecBuilder(TypeClassifier classifier)
{
    private const string Runtime = "global::ProcGen.Serialization.";
    private const string Generated = "global::ProcGen.Generated.";

    // A name is entered before its codec is built, so that types which refer to themselves come to an end.
    private readonly SortedDictionary<string, CodecModel?> _codecs = new(StringComparer.Ordinal);

    // By the name of the codec.
    private readonly SortedDictionary<string, CodecReference> _items = new(StringComparer.Ordinal);

    private readonly BlockLayouts _layouts = new();

    // The class for values that formatters of the user's write, once there are some.
    private string? _formatters;

    /// <summary>Everything that the types which were asked for need.</summary>
    public ParsedCodecs Needs => new()
    {
        Codecs = _codecs.Values.OfType<CodecModel>().ToEquatableArray(),
        Layouts = _layouts.Lines.ToEquatableArray(),
        Items = _items.Values.ToEquatableArray(),
        Formatters = _formatters,
    };

    public CodecReference Reference(ITypeSymbol type) => new() { Type = TypeNames.Wire(type), Codec = Codec(type) };

    /// <summary>The same of what a queue or a pipe carries.</summary>
    public CodecReference Item(ITypeSymbol type)
    {
        CodecReference item = Reference(type);
        return _items[item.Codec] = item;
    }

    /// <summary>The members of an object, with a local for each.</summary>
    public CodecMemberModel Member(ShapeMember member, HashSet<string> taken) => new()
    {
        Name = Identifiers.Escape(member.Name),
        Local = Identifiers.Local(member.Name, taken),
        Codec = member.Formatter is { } formatter
            ? new CodecReference { Type = TypeNames.Wire(member.Type), Codec = Formatter(member.Type, formatter) }
            : Reference(member.Type),
        IntegerKey = member.IntegerKey,
        TextKey = member.TextKey.Length == 0 ? null : SymbolDisplay.FormatLiteral(member.TextKey, quote: true),
    };

    private string Codec(ITypeSymbol type)
    {
        TypeShape shape = classifier.Classify(type);
        switch (shape.Kind)
        {
            case ShapeKind.Composition when shape.Parts.IsEmpty:
                return Runtime + shape.Codec;
            case ShapeKind.Composition:
                return Runtime + shape.Codec + "<" + string.Join(", ", shape.Parts.Select(TypeNames.Wire).Concat(shape.Parts.Select(Codec))) + ">";
            case ShapeKind.Block:
                _layouts.Add(shape.Parts[0]);
                return Runtime + shape.Codec + "<" + TypeNames.Wire(shape.Parts[0]) + ">";
            case ShapeKind.SharedObject:
                return Runtime + shape.Codec + "<" + TypeNames.Plain(type) + ">";
            case ShapeKind.SharedChannel:
                CodecReference item = Item(shape.Parts[0]);
                return Runtime + shape.Codec + "<" + TypeNames.Plain(type) + ", " + item.Type + ", " + item.Codec + ">";
            case ShapeKind.Formatter:
                return Formatter(type, shape.Parts[1]);
            case ShapeKind.Object or ShapeKind.Union:
                string name = CodecNames.For((INamedTypeSymbol)type);
                if (!_codecs.ContainsKey(name))
                {
                    _codecs.Add(name, null);
                    _codecs[name] = shape.Kind == ShapeKind.Object ? Object(name, type, shape.Object!) : Union(name, type, shape.Cases);
                }

                return Generated + name;
            default:
                throw new InvalidOperationException("A type that does not cross has passed validation: " + type.ToDisplayString());
        }
    }

    private string Formatter(ITypeSymbol type, ITypeSymbol formatter)
    {
        _formatters ??= TableParser.FormattersName(classifier.Compilation.Assembly.Name);
        return Generated + _formatters + ".Codec<" + TypeNames.Wire(type) + ", " + TypeNames.Plain(formatter) + ">";
    }

    private CodecModel Object(string name, ITypeSymbol type, ObjectShape shape)
    {
        HashSet<string> taken = ["reader", "writer", "value", "count", "index"];
        ImmutableArray<CodecMemberModel> members = [.. shape.Members.Select(member => Member(member, taken))];
        Dictionary<string, string> locals = members
            .ToDictionary(static member => member.Name, static member => member.Local, StringComparer.Ordinal);
        return new CodecModel
        {
            HintName = HintNames.Create("ProcGen.Codecs", CodecNames.WithoutSuffix(name)),
            Name = name,
            Type = TypeNames.Plain(type),
            IsReferenceType = type.IsReferenceType,
            ChecksRuntimeType = type is { IsReferenceType: true, IsSealed: false },
            Layout = shape.Keys switch { KeyKind.Integer => CodecLayout.IntegerKeys, KeyKind.Text => CodecLayout.TextKeys, _ => CodecLayout.Members },
            Members = members.ToEquatableArray(),
            ConstructorArguments = shape.ConstructorArguments
                .Select(argument => locals[Identifiers.Escape(argument.Name)])
                .ToEquatableArray(),
            Initializers = shape.Members
                .Where(static member => member.IsInitialized)
                .Select(static member => Identifiers.Escape(member.Name))
                .Select(member => member + " = " + locals[member])
                .Concat(shape.Placeholders.Select(static member => Identifiers.Escape(member) + " = default!"))
                .ToEquatableArray(),
        };
    }

    private CodecModel Union(string name, ITypeSymbol type, ImmutableArray<UnionCase> cases) => new()
    {
        HintName = HintNames.Create("ProcGen.Codecs", CodecNames.WithoutSuffix(name)),
        Name = name,
        Type = TypeNames.Plain(type),
        IsReferenceType = true,
        ChecksRuntimeType = true,
        Layout = CodecLayout.Union,
        // A type of its own is told by what it is exactly; what is a union in turn takes what is left.
        Cases = cases.Select(declared => new UnionCaseModel
        {
            Key = declared.Key,
            Type = TypeNames.Plain(declared.Type),
            Codec = Codec(declared.Type),
            IsExact = !declared.Type.IsAbstract,
        }).OrderByDescending(static declared => declared.IsExact).ToEquatableArray(),
    };
}
