using System.Text.Json;

namespace Tour;

/// <summary>What a program saw, for readers that are programs.</summary>
internal sealed class Facts
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);

    private readonly Dictionary<string, object?> _values = [];

    public object? this[string name]
    {
        set => _values.Add(name, value);
    }

    public string ToJson() => JsonSerializer.Serialize(_values, Options);
}
