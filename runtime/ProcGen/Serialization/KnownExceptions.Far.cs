using System.Net.Http;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text.Json;
using System.Threading.Channels;
using System.Xml;

namespace ProcGen.Serialization;

// Classes of assemblies that most children never load. Each group has methods of its own, so that it is loaded for who throws one of them.
internal static partial class KnownExceptions
{
    private static string?[] FarDetails(Exception exception) => exception.GetType().FullName switch
    {
        "System.Net.Http.HttpRequestException" => HttpDetails(exception),
        "System.Net.Sockets.SocketException" => SocketDetails(exception),
        "System.Text.Json.JsonException" => JsonDetails(exception),
        "System.Xml.XmlException" => XmlDetails(exception),
        _ => [],
    };

    private static string? FarMessage(Exception exception) => exception.GetType().FullName == "System.Xml.XmlException" ? XmlMessage(exception) : null;

    private static Exception? MakeFar(in Parts parts) => parts.Type switch
    {
        "System.Net.Http.HttpRequestException" => MakeHttp(parts),
        "System.Net.Sockets.SocketException" => MakeSocket(parts),
        "System.Security.Authentication.AuthenticationException" or "System.Security.Authentication.InvalidCredentialException" => MakeAuthentication(parts),
        "System.Security.Cryptography.CryptographicException" => MakeCryptographic(parts),
        "System.Text.Json.JsonException" => MakeJson(parts),
        "System.Threading.Channels.ChannelClosedException" => MakeChannel(parts),
        "System.Xml.XmlException" => MakeXml(parts),
        _ => null,
    };

    private static string?[] HttpDetails(Exception exception)
    {
        HttpRequestException http = (HttpRequestException)exception;
        return [http.StatusCode is { } status ? Text((int)status) : null, Text((int)http.HttpRequestError)];
    }

    private static HttpRequestException MakeHttp(in Parts parts) =>
        new((HttpRequestError)Number(parts[1]), parts.Message, parts.Inner, parts[0] is { } status ? (System.Net.HttpStatusCode)Number(status) : null);

    private static string?[] SocketDetails(Exception exception) => [Text((int)((SocketException)exception).SocketErrorCode)];

    private static SocketException MakeSocket(in Parts parts) => new((int)Number(parts[0]), parts.Message);

    private static Exception MakeAuthentication(in Parts parts) => parts.Type.EndsWith("InvalidCredentialException", StringComparison.Ordinal)
        ? new System.Security.Authentication.InvalidCredentialException(parts.Message, parts.Inner)
        : new System.Security.Authentication.AuthenticationException(parts.Message, parts.Inner);

    private static CryptographicException MakeCryptographic(in Parts parts) => new(parts.Message, parts.Inner);

    private static string?[] JsonDetails(Exception exception)
    {
        JsonException json = (JsonException)exception;
        return [json.Path, json.LineNumber is { } line ? Text(line) : null, json.BytePositionInLine is { } position ? Text(position) : null];
    }

    private static JsonException MakeJson(in Parts parts) =>
        new(parts.Message, parts[0], parts[1] is { } line ? Number(line) : null, parts[2] is { } position ? Number(position) : null, parts.Inner);

    private static ChannelClosedException MakeChannel(in Parts parts) => new(parts.Message, parts.Inner);

    private static string?[] XmlDetails(Exception exception) => [Text(((XmlException)exception).LineNumber), Text(((XmlException)exception).LinePosition)];

    // Its constructor adds the place again.
    private static string XmlMessage(Exception exception)
    {
        XmlException xml = (XmlException)exception;
        return Without(exception.Message, $" Line {xml.LineNumber}, position {xml.LinePosition}.");
    }

    private static XmlException MakeXml(in Parts parts) => new(parts.Message, parts.Inner, (int)Number(parts[0]), (int)Number(parts[1]));
}
