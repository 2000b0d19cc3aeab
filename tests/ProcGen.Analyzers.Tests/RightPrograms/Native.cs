// A program that is published without hooks: the guard through a helper, settings in front of it, work behind it.
using static Startup;

Settings.Level = args.Length;
if (TryRunChild(out int code))
{
    return code;
}

Lazy<ProcessPool> pool = new(() => new ProcessPool(2));
try
{
    await WorkAsync();
}
finally
{
    if (pool.IsValueCreated)
    {
        await pool.Value.DisposeAsync();
    }
}

return 0;

async Task WorkAsync()
{
    foreach (int number in new[] { 1, 2, 3 })
    {
        Console.WriteLine(await pool.Value.Work.SquareAsync(number));
    }
}

internal static class Startup
{
    public static bool TryRunChild(out int code)
    {
        bool isChild = ProcessHost.IsChild;
        code = isChild ? ProcessHost.RunChild() : 0;
        return isChild;
    }
}

internal static class Settings
{
    public static int Level { get; set; }
}

internal static partial class Work
{
    [ProcessTarget]
    internal static int Square(int number) => number * number + Settings.Level;
}
