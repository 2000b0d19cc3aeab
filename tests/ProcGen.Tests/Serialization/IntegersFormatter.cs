using MessagePack;
using MessagePack.Formatters;

namespace ProcGen.Tests.Serialization;

/// <summary>A formatter as a user would write it, which asks the options for the formatter of its items.</summary>
public sealed class IntegersFormatter : IMessagePackFormatter<List<int>?>
{
    public void Serialize(ref MessagePackWriter writer, List<int>? value, MessagePackSerializerOptions options)
    {
        writer.WriteArrayHeader(value!.Count);
        foreach (int item in value)
        {
            options.Resolver.GetFormatterWithVerify<int>().Serialize(ref writer, item, options);
        }
    }

    public List<int>? Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions options)
    {
        int count = reader.ReadArrayHeader();
        List<int> items = [];
        for (int i = 0; i < count; i++)
        {
            items.Add(options.Resolver.GetFormatterWithVerify<int>().Deserialize(ref reader, options));
        }

        return items;
    }
}
