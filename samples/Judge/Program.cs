using System.Text.Json;
using Judge;

try
{
    CommandLine line = CommandLine.Parse(args);
    if (line.Help)
    {
        Console.WriteLine(CommandLine.Usage);
        return 0;
    }

    string[] files = [.. Directory.GetFiles(line.Folder, "*.csx").Order(StringComparer.Ordinal)];
    if (files.Length == 0)
    {
        Console.Error.WriteLine($"Judge: there is no submission (*.csx) in {line.Folder}.");
        return 1;
    }

    await (line.Json ? PrintJsonAsync(line, files) : PrintAsync(line, files));
    return 0;
}
catch (UsageException exception)
{
    Console.Error.WriteLine($"Judge: {exception.Message} See --help.");
    return 2;
}

static async Task PrintAsync(CommandLine line, string[] files)
{
    Console.WriteLine($"{Problem.Statement} {Problem.Tests.Count} tests, {line.Time.TotalSeconds:0} s and {line.Memory >> 20} MB for each submission");
    int width = files.Max(static file => Path.GetFileName(file).Length);
    List<Judgement> all = [];
    await using Court court = new(line);
    foreach (Task<Judgement> judging in court.Judge(files))
    {
        Judgement one = await judging;
        all.Add(one);
        Console.WriteLine($"{one.File.PadRight(width)}  {one.Name,-13}  {one.Elapsed.TotalSeconds,6:0.00} s  {one.Detail}");
    }

    string counts = string.Join(", ", all.GroupBy(static one => one.Verdict).OrderBy(static group => group.Key).Select(static group => $"{group.Count()} {group.First().Name.ToLowerInvariant()}"));
    Console.WriteLine($"{all.Count} submissions: {counts}; {court.Deaths} workers died, and the judge did not");
}

static async Task PrintJsonAsync(CommandLine line, string[] files)
{
    await using Court court = new(line);
    Judgement[] all = await Task.WhenAll(court.Judge(files));
    object report = new
    {
        submissions = all.Select(static one => new { file = one.File, verdict = one.Name, detail = one.Detail, seconds = Math.Round(one.Elapsed.TotalSeconds, 3) }),
        deaths = court.Deaths,
    };
    Console.WriteLine(JsonSerializer.Serialize(report));
}
