using System.Runtime.CompilerServices;

namespace ProcGen.Acceptance;

/// <summary>Targets about what crosses.</summary>
public static partial class DataJobs
{
    [ProcessTarget]
    public static string JoinWords(params string[] words) => $"{words.Length}:{string.Join(',', words)}";

    [ProcessTarget]
    public static string JoinList(List<string> words) => $"{words.Count}:{string.Join(',', words)}";

    [ProcessTarget]
    public static string JoinSequence(IReadOnlyList<string> words) => $"{words.Count}:{string.Join(',', words)}";

    [ProcessTarget]
    public static string JoinTuple((string First, string Second, string Third) words) => $"3:{words.First},{words.Second},{words.Third}";

    [ProcessTarget]
    public static byte[] Invert(byte[] bytes)
    {
        byte[] result = new byte[bytes.Length];
        for (int i = 0; i < bytes.Length; i++)
        {
            result[i] = (byte)~bytes[i];
        }

        return result;
    }

    [ProcessTarget]
    public static Dictionary<string, Reading> Index(List<Reading> readings) => readings.ToDictionary(static reading => reading.Station);

    [ProcessTarget]
    public static string Reverse(string text) => string.Concat(text.EnumerateRunes().Reverse().Select(static rune => rune.ToString()));

    /// <summary>A record that is not sealed, given as what derives from it.</summary>
    [ProcessTarget]
    public static Shape MakeShape(bool isRound) => isRound ? new Circle("round", 1.5) : new Shape("plain");

    [ProcessTarget]
    public static int Steps(int count, IProgress<int> progress)
    {
        for (int i = 0; i < count; i++)
        {
            progress.Report(i);
        }

        return count;
    }

    /// <summary>Gives numbers, and tells how far it got.</summary>
    [ProcessTarget]
    public static async IAsyncEnumerable<int> Count(int count, IProgress<int>? made = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        try
        {
            for (int i = 0; i < count; i++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                made?.Report(i);
                yield return i;
            }

            await Task.Yield();
        }
        finally
        {
            made?.Report(-1);
        }
    }

    [ProcessTarget]
    public static async IAsyncEnumerable<int> CountAndThrow(int count)
    {
        for (int i = 0; i < count; i++)
        {
            yield return i;
        }

        await Task.Yield();
        throw new InvalidDataException("no more");
    }

    [ProcessTarget]
    public static async IAsyncEnumerable<int> CountAndDie(int count)
    {
        for (int i = 0; i < count; i++)
        {
            yield return i;
        }

        await Task.Delay(200);
        Environment.FailFast("died in a stream");
    }
}

public sealed record Reading(string Station, double[] Values, DateTimeOffset At);

public record Shape(string Name);

public sealed record Circle(string Name, double Radius) : Shape(Name);
