using System.Globalization;

namespace Judge;

/// <summary>What the user asked for.</summary>
internal sealed record CommandLine
{
    public const string Usage = """
        Judges submissions: small C# scripts that nobody trusts. Each is compiled and runs in a process of its own, which may crash, hang, eat
        memory or kill itself; the judge goes on and says what became of it.

        Usage: Judge [FOLDER] [options]

          FOLDER           where the submissions are, *.csx; without it, those that come with this program
          --time SECONDS   how long a submission may run for all tests; 3
          --memory MB      how large its heap may become; 64
          --workers N      how many run at the same time; as many as there are processors
          --json           one JSON object on standard output
          --help           this text

        A submission sees N and ends with an expression: how many primes are below N.
        Exit code: 0 when all submissions have been judged, whatever the verdicts, 1 when there are none, 2 when the command line is wrong.
        """;

    public string Folder { get; private init; } = Path.Combine(AppContext.BaseDirectory, "submissions");

    public TimeSpan Time { get; private init; } = TimeSpan.FromSeconds(3);

    /// <summary>In bytes.</summary>
    public long Memory { get; private init; } = 64L << 20;

    public int Workers { get; private init; } = Environment.ProcessorCount;

    public bool Json { get; private init; }

    public bool Help { get; private init; }

    /// <summary>Reads the arguments.</summary>
    /// <exception cref="UsageException">They do not make sense.</exception>
    public static CommandLine Parse(IReadOnlyList<string> arguments)
    {
        CommandLine line = new();
        bool hasFolder = false;
        Queue<string> rest = new(arguments);
        while (rest.TryDequeue(out string? argument))
        {
            line = argument switch
            {
                "--time" => line with { Time = TimeSpan.FromSeconds(Number(argument, rest, minimum: 1, maximum: 3600)) },
                "--memory" => line with { Memory = (long)Number(argument, rest, minimum: 16, maximum: 1 << 20) << 20 },
                "--workers" => line with { Workers = Number(argument, rest, minimum: 1, maximum: 256) },
                "--json" => line with { Json = true },
                "--help" or "-h" => line with { Help = true },
                ['-', ..] => throw new UsageException($"There is no option {argument}."),
                _ when hasFolder => throw new UsageException($"One folder can be given, and '{argument}' is another."),
                _ when !Directory.Exists(argument) => throw new UsageException($"There is no folder '{argument}'."),
                _ => line with { Folder = argument },
            };
            hasFolder |= !argument.StartsWith('-');
        }

        return line;
    }

    private static int Number(string name, Queue<string> rest, int minimum, int maximum) =>
        rest.TryDequeue(out string? text) && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= minimum && number <= maximum
            ? number
            : throw new UsageException($"{name} takes a whole number from {minimum} to {maximum}, not '{text}'.");
}

/// <summary>The command line is wrong; the message says how.</summary>
internal sealed class UsageException(string message) : Exception(message);
