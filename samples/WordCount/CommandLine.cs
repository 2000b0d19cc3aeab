using System.Globalization;

namespace WordCount;

/// <summary>What the user asked for.</summary>
internal sealed record CommandLine
{
    public const string Usage = """
        Counts the words of the text files in a folder and below it, with a pool of processes.

        Usage: WordCount [FOLDER] [options]

          FOLDER           where to look; without it, the XML documentation that ships with the .NET SDK
          --pattern GLOB   which files, by name, with * and ?; *.xml for the SDK's documentation, * for a given folder
          --workers N      how many processes; as many as there are processors
          --top N          how many words to print; 20
          --crash          one call kills its worker: the counts are the same, since it is tried again
          --json           one JSON object on standard output
          --help           this text

        A word is a run of letters and decimal digits, in lower case. Files are read as UTF-8.
        Seconds run from the first call to the last result, with workers that are ready; their start is told apart.
        Exit code: 0 when all was counted, 1 when a file could not be read, 2 when the command line is wrong.
        """;

    public string? Folder { get; private init; }

    public string? Pattern { get; private init; }

    public int Workers { get; private init; } = Environment.ProcessorCount;

    public int Top { get; private init; } = 20;

    public bool Crash { get; private init; }

    public bool Json { get; private init; }

    public bool Help { get; private init; }

    /// <summary>Reads the arguments.</summary>
    /// <exception cref="UsageException">They do not make sense.</exception>
    public static CommandLine Parse(IReadOnlyList<string> arguments)
    {
        CommandLine line = new();
        Queue<string> rest = new(arguments);
        while (rest.TryDequeue(out string? argument))
        {
            (string name, string? value) = argument.StartsWith("--", StringComparison.Ordinal) && argument.IndexOf('=') is > 0 and var at
                ? (argument[..at], argument[(at + 1)..])
                : (argument, null);
            line = name switch
            {
                "--pattern" => line with { Pattern = Value() },
                "--workers" => line with { Workers = Number(minimum: 1, maximum: 1024) },
                "--top" => line with { Top = Number(minimum: 0, maximum: int.MaxValue) },
                "--crash" => Flag(line with { Crash = true }),
                "--json" => Flag(line with { Json = true }),
                "--help" or "-h" => Flag(line with { Help = true }),
                ['-', ..] => throw new UsageException($"There is no option {name}."),
                _ when line.Folder is not null => throw new UsageException($"One folder can be given, not '{line.Folder}' and '{name}'."),
                _ => line with { Folder = name.Length > 0 ? name : throw new UsageException("The folder's name is empty.") },
            };

            CommandLine Flag(CommandLine flagged) => value is null ? flagged : throw new UsageException($"{name} takes no value.");

            string Value() => (value ?? (rest.TryDequeue(out string? next) ? next : null)) is { Length: > 0 } given
                ? given
                : throw new UsageException($"{name} needs a value.");

            int Number(int minimum, int maximum) =>
                int.TryParse(Value() is var text ? text : "", NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= minimum && number <= maximum
                    ? number
                    : throw new UsageException($"{name} takes a whole number from {minimum}{(maximum < int.MaxValue ? $" to {maximum}" : "")}, not '{text}'.");
        }

        return line;
    }
}

/// <summary>The command line is wrong; the message says how.</summary>
internal sealed class UsageException(string message) : Exception(message);
