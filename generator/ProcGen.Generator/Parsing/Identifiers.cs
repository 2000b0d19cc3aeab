using Microsoft.CodeAnalysis.CSharp;

namespace ProcGen.Generator.Parsing;

/// <summary>Names that are valid where they are printed.</summary>
internal static class Identifiers
{
    /// <summary>A name as it is written in code.</summary>
    public static string Escape(string name) => SyntaxFacts.GetKeywordKind(name) == SyntaxKind.None ? name : "@" + name;

    /// <summary>The name of a type where it is declared: words like "record" mean something else there.</summary>
    public static string EscapeDeclared(string name)
    {
        bool isSpecial = SyntaxFacts.GetContextualKeywordKind(name) != SyntaxKind.None
            || name is "var" or "scoped" or "required" or "file" or "record" or "field";
        return isSpecial ? "@" + name : Escape(name);
    }

    /// <summary>A dotted name as it is written in code.</summary>
    public static string EscapeDotted(string name) => string.Join(".", name.Split('.').Select(EscapeDeclared));

    /// <summary>Adds underscores until the name is not taken, and takes it.</summary>
    public static string Unique(string name, HashSet<string> taken)
    {
        while (!taken.Add(name))
        {
            name += "_";
        }

        return name;
    }

    /// <summary>A local's name for a member: "id" for "Id".</summary>
    public static string Local(string member, HashSet<string> taken)
    {
        string name = member.TrimStart('_');
        name = name.Length == 0 ? "value" : char.ToLowerInvariant(name[0]) + name.Substring(1);
        return Escape(Unique(char.IsDigit(name[0]) ? "_" + name : name, taken));
    }

    /// <summary>Letters and digits of a name, with "_" for anything else.</summary>
    public static string Sanitize(string name) => new([.. name.Select(static letter => char.IsLetterOrDigit(letter) ? letter : '_')]);
}
