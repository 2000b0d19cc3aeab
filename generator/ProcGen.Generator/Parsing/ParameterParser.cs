using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using ProcGen.Generator.Model;
using ProcGen.Validation;

namespace ProcGen.Generator.Parsing;

/// <summary>Makes models of a target's parameters.</summary>
internal static class ParameterParser
{
    public static EquatableArray<ParameterModel> Parse(IMethodSymbol method, CodecBuilder codecs, Documentation documentation)
    {
        HashSet<string> fields = [.. method.Parameters.Select(static parameter => parameter.Name)];
        HashSet<string> locals = ["reader"];
        List<ParameterModel> models = [];
        foreach (IParameterSymbol parameter in method.Parameters)
        {
            ITypeSymbol? progress = TargetValidator.ProgressValue(parameter.Type);
            ParameterKind kind = progress is not null ? ParameterKind.Progress
                : WellKnown.Is(parameter.Type, WellKnown.CancellationToken) ? ParameterKind.Token
                : ParameterKind.Data;
            models.Add(new ParameterModel
            {
                Name = Identifiers.Escape(parameter.Name),
                Field = Identifiers.Unique("_" + parameter.Name, fields),
                WantedField = kind == ParameterKind.Progress ? Identifiers.Unique("_" + parameter.Name + "Wanted", fields) : "",
                Local = Identifiers.Escape(Identifiers.Unique(kind == ParameterKind.Progress ? parameter.Name + "Wanted" : parameter.Name, locals)),
                Kind = kind,
                Type = TypeOf(parameter),
                Codec = kind == ParameterKind.Token ? null : codecs.Reference(progress ?? parameter.Type),
                Default = DefaultValues.Expression(parameter),
                IsParams = parameter.IsParams,
                CallerAttributes = CallerAttributes(parameter),
                TupleElement = TupleElement(parameter.Name),
                Documentation = documentation.Parameter(parameter.Name),
            });
        }

        return models.ToEquatableArray();
    }

    // Code that does not speak about null may still have null as a default; then it means "or null".
    private static string TypeOf(IParameterSymbol parameter)
    {
        string type = TypeNames.Display(parameter.Type);
        return parameter is { HasExplicitDefaultValue: true, ExplicitDefaultValue: null, Type: { IsReferenceType: true, NullableAnnotation: not NullableAnnotation.Annotated } }
            ? type + "?"
            : type;
    }

    private static string CallerAttributes(IParameterSymbol parameter)
    {
        string attributes = "";
        foreach (AttributeData attribute in parameter.GetAttributes())
        {
            string name = WellKnown.MetadataName(attribute.AttributeClass);
            if (name is "System.Runtime.CompilerServices.CallerMemberNameAttribute" or "System.Runtime.CompilerServices.CallerFilePathAttribute" or "System.Runtime.CompilerServices.CallerLineNumberAttribute")
            {
                attributes += "[global::" + name + "] ";
            }
            else if (name == "System.Runtime.CompilerServices.CallerArgumentExpressionAttribute"
                && attribute.ConstructorArguments is [{ Value: string argument }])
            {
                attributes += "[global::" + name + "(" + SymbolDisplay.FormatLiteral(argument, quote: true) + ")] ";
            }
        }

        return attributes;
    }

    // Names that a tuple has for itself cannot be given to its elements.
    private static string TupleElement(string name)
    {
        bool isItem = name.StartsWith("Item", StringComparison.Ordinal) && name.Length > 4 && name.Skip(4).All(char.IsDigit);
        bool isTaken = isItem || name is "CompareTo" or "Deconstruct" or "Equals" or "GetHashCode" or "Rest" or "ToString" or "GetType";
        return isTaken ? "" : Identifiers.Escape(name);
    }
}
