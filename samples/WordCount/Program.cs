using System.Text.Encodings.Web;
using System.Text.Json;
using Spectre.Console;
using WordCount;

try
{
    CommandLine line = CommandLine.Parse(args);
    if (line.Help)
    {
        Console.WriteLine(CommandLine.Usage);
        return 0;
    }

    TextFiles input = TextFiles.Find(line);
    if (input.Files.Count == 0)
    {
        Console.Error.WriteLine($"No file in {input.Folder} or below it matches '{line.Pattern ?? "*"}'.");
    }

    return line.Json ? await PrintJsonAsync(line, input) : await PrintAsync(line, input);
}
catch (UsageException exception)
{
    Console.Error.WriteLine($"WordCount: {exception.Message} See --help.");
    return 2;
}

static async Task<int> PrintJsonAsync(CommandLine line, TextFiles input)
{
    WordCountResult result = await WordCountJob.RunAsync(input, line.Workers, line.Crash);
    (int files, long bytes) = CountRead(input, result);
    object report = new
    {
        files,
        bytes,
        words = result.Table.Sum(),
        distinct = result.Table.Count,
        top = result.Table.GetTop(line.Top).Select(pair => new { word = pair.Key, count = pair.Value }),
        seconds = Math.Round(result.Elapsed.TotalSeconds, 3),
        workers = result.Workers,
        retries = result.Retries,
    };
    Console.WriteLine(JsonSerializer.Serialize(report, new JsonSerializerOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));
    return TellFailures(result);
}

static async Task<int> PrintAsync(CommandLine line, TextFiles input)
{
    Console.WriteLine($"Counting {Plural(input.Files.Count, "file")}, {Megabytes(input.Length):N1} MB, in {input.Folder}");
    WordCountResult result = Console.IsOutputRedirected
        ? await WordCountJob.RunAsync(input, line.Workers, line.Crash)
        : await RunWithBarAsync(line, input);

    (int files, long bytes) = CountRead(input, result);
    foreach ((string word, long count) in result.Table.GetTop(line.Top))
    {
        Console.WriteLine($"{count,12:N0}  {word}");
    }

    Console.WriteLine($"{Plural(files, "file")}, {bytes:N0} bytes, {result.Table.Sum():N0} words, {result.Table.Count:N0} of them different");
    Console.WriteLine($"{Plural(result.Workers, "worker")}: {result.Elapsed.TotalSeconds:0.00} s, {Megabytes(bytes) / result.Elapsed.TotalSeconds:0} MB/s, after {result.Start.TotalSeconds:0.00} s for their start{(line.Crash ? $"; {Plural(result.Retries, "call")} tried again" : "")}");
    if (line.Workers > 1 && files > 0)
    {
        await PrintSpeedUpAsync(input, result);
    }

    return TellFailures(result);
}

static async Task PrintSpeedUpAsync(TextFiles input, WordCountResult first)
{
    // Both again, now that the system has the files in memory: the first run may have waited for the disk. What takes a moment only is
    // measured three times, of which the best counts, since other programs disturb it.
    List<WordCountResult> one = [];
    List<WordCountResult> many = [];
    for (int round = 0; round < (first.Elapsed < TimeSpan.FromSeconds(2) ? 3 : 1); round++)
    {
        one.Add(await WordCountJob.RunAsync(input, workers: 1));
        many.Add(await WordCountJob.RunAsync(input, first.Workers));
    }

    double oneSeconds = one.Min(result => result.Elapsed.TotalSeconds);
    double manySeconds = many.Min(result => result.Elapsed.TotalSeconds);
    double withStart = one.Min(result => result.Start + result.Elapsed) / many.Min(result => result.Start + result.Elapsed);
    Console.WriteLine($"speed-up over one worker: {oneSeconds / manySeconds:0.00} ({oneSeconds:0.00} s against {manySeconds:0.00} s); with the start of the workers {withStart:0.00}");
}

static async Task<WordCountResult> RunWithBarAsync(CommandLine line, TextFiles input)
{
    WordCountResult? result = null;
    await AnsiConsole.Progress().AutoClear(true).StartAsync(async context =>
    {
        ProgressTask bar = context.AddTask(Plural(line.Workers, "worker"), maxValue: Math.Max(1, input.Length));
        result = await WordCountJob.RunAsync(input, line.Workers, line.Crash, length => bar.Increment(length));
    });
    return result!;
}

static (int Files, long Bytes) CountRead(TextFiles input, WordCountResult result)
{
    HashSet<string> failed = [.. result.Failures.Select(failure => failure.Path)];
    TextFile[] read = [.. input.Files.Where(file => !failed.Contains(file.Path))];
    return (read.Length, read.Sum(file => file.Length));
}

static int TellFailures(WordCountResult result)
{
    foreach (Failure failure in result.Failures)
    {
        Console.Error.WriteLine($"WordCount: {failure.Path} was not counted: {failure.Reason}");
    }

    return result.Failures.Count > 0 ? 1 : 0;
}

static double Megabytes(long bytes) => bytes / 1e6;

static string Plural(int count, string what) => count == 1 ? $"1 {what}" : $"{count:N0} {what}s";
