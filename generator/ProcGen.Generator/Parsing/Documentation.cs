using System.Xml;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;

namespace ProcGen.Generator.Parsing;

/// <summary>What a method's own documentation says, as XML that can be printed again.</summary>
internal sealed class Documentation
{
    private readonly Dictionary<string, string> _parameters = new(StringComparer.Ordinal);

    private Documentation()
    {
    }

    public string? Summary { get; private set; }

    public string? Parameter(string name) => _parameters.TryGetValue(name, out string? text) ? text : null;

    public static Documentation Of(IMethodSymbol method, CancellationToken cancellationToken)
    {
        Documentation documentation = new();
        string? xml = method.GetDocumentationCommentXml(cancellationToken: cancellationToken);
        if (string.IsNullOrWhiteSpace(xml))
        {
            return documentation;
        }

        try
        {
            XElement root = XElement.Parse(xml, LoadOptions.PreserveWhitespace);
            documentation.Summary = Text(root.Element("summary"));
            foreach (XElement parameter in root.Elements("param"))
            {
                if (parameter.Attribute("name")?.Value is { } name && Text(parameter) is { } text)
                {
                    documentation._parameters[name] = text;
                }
            }
        }
        catch (XmlException)
        {
            // The compiler reports malformed documentation where it stands; ours then has its own words only.
        }

        return documentation;
    }

    private static string? Text(XElement? element)
    {
        if (element is null)
        {
            return null;
        }

        string text = string.Concat(element.Nodes().Select(static node => node.ToString(SaveOptions.DisableFormatting)));
        string[] lines = [.. text.Split('\n').Select(static line => line.Trim()).Where(static line => line.Length > 0)];
        return lines.Length == 0 ? null : string.Join("\n", lines);
    }
}
