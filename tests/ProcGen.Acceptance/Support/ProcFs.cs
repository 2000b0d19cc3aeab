using System.Globalization;

namespace ProcGen.Acceptance;

/// <summary>One process as /proc shows it. The start time tells it from a later one with the same id.</summary>
internal sealed record ProcEntry(int Id, string Command, char State, int Parent, int Group, int Session, ulong StartTime)
{
    public bool IsZombie => State == 'Z';

    /// <summary>Whether it still runs: zombies do not.</summary>
    public bool Runs => ProcFs.Find(Id) is { IsZombie: false } now && now.StartTime == StartTime;
}

/// <summary>What /proc tells about processes and about this one.</summary>
internal static class ProcFs
{
    public static ProcEntry? Find(int id)
    {
        string stat;
        try
        {
            stat = File.ReadAllText($"/proc/{id}/stat");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }

        int open = stat.IndexOf('(', StringComparison.Ordinal);
        int close = stat.LastIndexOf(')');
        string[] fields = stat[(close + 2)..].Split(' ');
        return new ProcEntry(id, stat[(open + 1)..close], fields[0][0], Number(fields[1]), Number(fields[2]), Number(fields[3]), ulong.Parse(fields[19], CultureInfo.InvariantCulture));
    }

    public static List<ProcEntry> All() =>
        [.. Directory.EnumerateDirectories("/proc").Select(static path => int.TryParse(Path.GetFileName(path), out int id) ? Find(id) : null).OfType<ProcEntry>()];

    public static List<ProcEntry> ChildrenOf(int id) => [.. All().Where(entry => entry.Parent == id)];

    public static List<ProcEntry> InSession(int session) => [.. All().Where(entry => entry.Session == session)];

    public static bool Runs(int id) => Find(id) is { IsZombie: false };

    /// <summary>What the descriptors of a process stand for, by number.</summary>
    public static Dictionary<int, string> Descriptors(int id)
    {
        Dictionary<int, string> found = [];
        foreach (string path in Directory.EnumerateFileSystemEntries($"/proc/{id}/fd"))
        {
            try
            {
                found[Number(Path.GetFileName(path))] = new FileInfo(path).LinkTarget ?? "";
            }
            catch (IOException)
            {
                // The one that enumerates, which is closed by now.
            }
        }

        return found;
    }

    public static int ThreadCount(int id) => Directory.GetDirectories($"/proc/{id}/task").Length;

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
