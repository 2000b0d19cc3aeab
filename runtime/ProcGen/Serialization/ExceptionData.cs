using System.Collections;
using System.Globalization;

namespace ProcGen.Serialization;

/// <summary>The entries of an exception's <see cref="Exception.Data"/> on their way: simple values as themselves, all others as their text.</summary>
internal static class ExceptionData
{
    /// <summary>How many entries cross.</summary>
    public const int MostEntries = 32;

    /// <summary>Texts in pairs: a key, and a value with its kind in front.</summary>
    public static List<string> Write(Exception exception)
    {
        List<string> texts = [];
        foreach (DictionaryEntry entry in exception.Data)
        {
            if (texts.Count == 2 * MostEntries)
            {
                break;
            }

            texts.Add(entry.Key.ToString() ?? "");
            texts.Add(entry.Value switch
            {
                null => "n",
                bool flag => flag ? "b1" : "b0",
                int number => string.Create(CultureInfo.InvariantCulture, $"i{number}"),
                long number => string.Create(CultureInfo.InvariantCulture, $"l{number}"),
                double number => string.Create(CultureInfo.InvariantCulture, $"d{number:R}"),
                DateTimeOffset time => string.Create(CultureInfo.InvariantCulture, $"t{time:O}"),
                Guid id => $"g{id}",
                var value => $"s{Convert.ToString(value, CultureInfo.InvariantCulture)}",
            });
        }

        return texts;
    }

    /// <summary>Puts an entry back. One that does not read becomes a text.</summary>
    public static void Read(Exception exception, string key, string value)
    {
        string text = value.Length == 0 ? "" : value[1..];
        CultureInfo culture = CultureInfo.InvariantCulture;
        exception.Data[key] = (value.Length == 0 ? 's' : value[0]) switch
        {
            'n' => null,
            'b' => text == "1",
            'i' when int.TryParse(text, culture, out int number) => number,
            'l' when long.TryParse(text, culture, out long number) => number,
            'd' when double.TryParse(text, culture, out double number) => number,
            't' when DateTimeOffset.TryParseExact(text, "O", culture, DateTimeStyles.None, out DateTimeOffset time) => time,
            'g' when Guid.TryParse(text, out Guid id) => id,
            _ => text,
        };
    }
}
