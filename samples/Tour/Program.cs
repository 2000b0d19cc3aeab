using Tour;
using Tour.Programs;

TourProgram[] programs =
[
    new("function", "four processes run a function side by side", FunctionProgram.RunAsync),
    new("object", "the same with a class that derives from ChildProcess", ObjectProgram.RunAsync),
    new("isolation", "a child sets a static field; the parent's own stays as it was", IsolationProgram.RunAsync),
    new("join", "three processes are waited for, one after the other, in the time of the longest", JoinProgram.RunAsync),
    new("orphan", "a parent is killed: one child ends with it, one lives on", OrphanProgram.RunAsync),
    new("zombie", "twenty children that nobody joins leave no zombie", ZombieProgram.RunAsync),
    new("daemon", "a daemon ends with its parent, and may not have children", DaemonProgram.RunAsync),
    new("exit", "six ways to end, and what the parent learns of each", ExitProgram.RunAsync),
    new("pool-async", "ten calls are handed to three workers without waiting", PoolAsyncProgram.RunAsync),
    new("pool", "ten calls are made one at a time", PoolProgram.RunAsync),
    new("crash", "a call kills its worker; the pool goes on", CrashProgram.RunAsync),
];

string[] unknownOptions = [.. args.Where(argument => argument.StartsWith('-') && argument is not ("--json" or "--help" or "-h"))];
string[] names = [.. args.Where(argument => !argument.StartsWith('-'))];
if (unknownOptions.Length > 0 || names.Length > 1)
{
    Console.Error.WriteLine($"Tour takes one name and --json, not: {string.Join(' ', args)}");
    return 2;
}

if (names is not [string name] || args.Contains("--help") || args.Contains("-h"))
{
    Console.WriteLine("Usage: Tour NAME [--json]");
    Console.WriteLine();
    foreach (TourProgram each in programs)
    {
        Console.WriteLine($"  {each.Name,-12}{each.Summary}");
    }

    return 0;
}

if (programs.FirstOrDefault(program => program.Name == name) is not { } chosen)
{
    Console.Error.WriteLine($"There is no program '{name}'. There are: {string.Join(", ", programs.Select(program => program.Name))}.");
    return 2;
}

Facts facts = new();
if (args.Contains("--json"))
{
    Story.MoveToStandardError();
    await chosen.Run(facts);
    Console.WriteLine(facts.ToJson());
}
else
{
    await chosen.Run(facts);
}

return 0;
