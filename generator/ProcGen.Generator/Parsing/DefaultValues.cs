using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using ProcGen.Validation;

namespace ProcGen.Generator.Parsing;

/// <summary>Default values of parameters as expressions that give exactly these values again.</summary>
internal static class DefaultValues
{
    /// <summary>The expression, or null for a parameter without a default value.</summary>
    public static string? Expression(IParameterSymbol parameter)
    {
        if (!parameter.HasExplicitDefaultValue)
        {
            return null;
        }

        ITypeSymbol type = parameter.Type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable
            ? nullable.TypeArguments[0]
            : parameter.Type;
        return parameter.ExplicitDefaultValue switch
        {
            null => parameter.Type.IsReferenceType || !ReferenceEquals(type, parameter.Type) ? "null" : "default",
            { } value when type.TypeKind == TypeKind.Enum => OfEnum((INamedTypeSymbol)type, value),
            { } value => Literal(value),
        };
    }

    // A member's name says more than its number; a combination of flags has only the number.
    private static string OfEnum(INamedTypeSymbol type, object value)
    {
        IFieldSymbol? member = type.GetMembers().OfType<IFieldSymbol>()
            .FirstOrDefault(field => field.HasConstantValue && value.Equals(field.ConstantValue) && !WellKnown.Has(field, "System.ObsoleteAttribute"));
        string name = TypeNames.Plain(type);
        return member is null ? "(" + name + ")(" + Literal(value) + ")" : name + "." + Identifiers.Escape(member.Name);
    }

    public static string Literal(object value) => value switch
    {
        bool truth => truth ? "true" : "false",
        string text => SymbolDisplay.FormatLiteral(text, quote: true),
        char letter => SymbolDisplay.FormatLiteral(letter, quote: true),
        float number => OfSingle(number),
        double number => OfDouble(number),
        decimal number => OfDecimal(number),
        uint number => number.ToString(CultureInfo.InvariantCulture) + "U",
        long number => number.ToString(CultureInfo.InvariantCulture) + "L",
        ulong number => number.ToString(CultureInfo.InvariantCulture) + "UL",
        _ => ((IFormattable)value).ToString(null, CultureInfo.InvariantCulture),
    };

    private static string OfSingle(float value)
    {
        if (float.IsNaN(value))
        {
            return "float.NaN";
        }

        if (float.IsInfinity(value))
        {
            return value > 0 ? "float.PositiveInfinity" : "float.NegativeInfinity";
        }

        // "R" is short but not exact on every host of the compiler; nine digits always are.
        string text = value.ToString("R", CultureInfo.InvariantCulture);
        bool isExact = float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out float parsed) && parsed.Equals(value);
        return Signed(isExact ? text : value.ToString("G9", CultureInfo.InvariantCulture), value == 0 && double.IsNegativeInfinity(1d / value)) + "F";
    }

    private static string OfDouble(double value)
    {
        if (double.IsNaN(value))
        {
            return "double.NaN";
        }

        if (double.IsInfinity(value))
        {
            return value > 0 ? "double.PositiveInfinity" : "double.NegativeInfinity";
        }

        string text = value.ToString("R", CultureInfo.InvariantCulture);
        bool isExact = double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double parsed) && parsed.Equals(value);
        return Signed(isExact ? text : value.ToString("G17", CultureInfo.InvariantCulture), value == 0 && double.IsNegativeInfinity(1d / value)) + "D";
    }

    private static string OfDecimal(decimal value) =>
        Signed(value.ToString(CultureInfo.InvariantCulture), value == 0 && decimal.GetBits(value)[3] < 0) + "M";

    // Some hosts print a negative zero without its sign.
    private static string Signed(string text, bool isNegativeZero) => isNegativeZero && text[0] != '-' ? "-" + text : text;
}
