using System.Runtime.CompilerServices;

namespace ProcGen;

/// <summary>What is asked of arguments and options, in one place. Each error names the option.</summary>
internal static class Require
{
    /// <summary>A value that its enumeration has a name for.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is none of them.</exception>
    public static TEnum Defined<TEnum>(TEnum value, [CallerMemberName] string name = "")
        where TEnum : struct, Enum => Enum.IsDefined(value)
            ? value
            : throw new ArgumentOutOfRangeException(name, value, $"{name} must be one of {string.Join(", ", Enum.GetNames<TEnum>())}.");

    /// <inheritdoc cref="Defined{TEnum}(TEnum, string)"/>
    public static TEnum? Defined<TEnum>(TEnum? value, [CallerMemberName] string name = "")
        where TEnum : struct, Enum => value is { } given ? Defined(given, name) : null;

    /// <summary>A number that is at least 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is less.</exception>
    public static int Positive(int value, [CallerMemberName] string name = "")
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value, name);
        return value;
    }

    /// <inheritdoc cref="Positive(int, string)"/>
    public static int? Positive(int? value, [CallerMemberName] string name = "") => value is { } number ? Positive(number, name) : null;

    /// <summary>A number that is not negative.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is.</exception>
    public static int NotNegative(int value, [CallerMemberName] string name = "")
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value, name);
        return value;
    }

    /// <inheritdoc cref="NotNegative(int, string)"/>
    public static int? NotNegative(int? value, [CallerMemberName] string name = "") => value is { } number ? NotNegative(number, name) : null;

    /// <summary>A number of bytes that is at least that many, or none.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is less.</exception>
    public static long? AtLeast(long least, long? value, [CallerMemberName] string name = "")
    {
        if (value is { } bytes)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(bytes, least, name);
        }

        return value;
    }

    /// <summary>Variables for the environment of a child: each has a name that the system can hold.</summary>
    /// <exception cref="ArgumentNullException">There is no such collection.</exception>
    /// <exception cref="ArgumentException">A name is empty or contains '=' or NUL, or a value contains NUL.</exception>
    public static IReadOnlyDictionary<string, string?> EnvironmentVariables(IReadOnlyDictionary<string, string?> variables, [CallerMemberName] string name = "")
    {
        ArgumentNullException.ThrowIfNull(variables, name);
        foreach ((string variable, string? value) in variables)
        {
            string? problem =
                string.IsNullOrEmpty(variable) ? "The name of an environment variable is empty."
                : variable.AsSpan().IndexOfAny('=', '\0') >= 0 ? $"The name of the environment variable '{Show(variable)}' contains {(variable.Contains('=', StringComparison.Ordinal) ? "'='" : "NUL")}, which no name may."
                : value is not null && value.Contains('\0', StringComparison.Ordinal) ? $"The value of the environment variable '{variable}' contains NUL, which ends it for the system."
                : null;
            if (problem is not null)
            {
                throw new ArgumentException(problem, name);
            }
        }

        return variables;

        static string Show(string text) => text.Replace("\0", "\\0", StringComparison.Ordinal);
    }
}
