namespace Tour;

/// <summary>Looks at processes from outside, as <c>ps</c> does.</summary>
internal static class ProcessTable
{
    /// <summary>The state and the parent of a process, or null when there is no such process.</summary>
    public static (char State, int Parent)? Find(int processId)
    {
        try
        {
            // pid (name) state parent ...: the name may hold spaces and brackets.
            string line = File.ReadAllText($"/proc/{processId}/stat");
            string[] fields = line[(line.LastIndexOf(')') + 2)..].Split(' ', 3);
            return (fields[0][0], int.Parse(fields[1], provider: null));
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>Whether a process runs. One that has ended and was not yet taken from the table by its parent does not.</summary>
    public static bool IsRunning(int processId) => Find(processId) is { State: not ('Z' or 'X') };

    /// <summary>The children of a process in a state.</summary>
    public static int[] FindChildren(int parent, char state) =>
    [
        .. from folder in Directory.EnumerateDirectories("/proc")
           let id = int.TryParse(Path.GetFileName(folder), out int number) ? number : 0
           where id > 0 && Find(id) == (state, parent)
           select id
    ];
}
