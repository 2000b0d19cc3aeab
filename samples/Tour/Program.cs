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
    new("tickets", "twenty clients buy five tickets under a lock; more are sold without one (--unsafe)", TicketsProgram.RunAsync)
    {
        Options = { ["--unsafe"] = TicketsProgram.RunUnsafeAsync },
    },
    new("ktv", "a semaphore lets thirteen guests into a room for four", KtvProgram.RunAsync),
    new("traffic", "cars wait for an event, the green light; police cars wait for a moment only", TrafficProgram.RunAsync),
    new("pipe", "two processes talk through a pipe until one closes it, or is killed", PipeProgram.RunAsync),
    new("deadlock", "a process is killed while it holds a lock; the next one gets it and is told", DeadlockProgram.RunAsync),
    new("queue", "ten cooks and ten guests around a counter with room for three dishes", QueueProgram.RunAsync),
    new("pool-async", "ten calls are handed to three workers without waiting", PoolAsyncProgram.RunAsync),
    new("pool", "ten calls are made one at a time", PoolProgram.RunAsync),
    new("crash", "a call kills its worker; the pool goes on", CrashProgram.RunAsync),
];

string[] names = [.. args.Where(argument => !argument.StartsWith('-'))];
string[] options = [.. args.Where(argument => argument.StartsWith('-') && argument is not ("--json" or "--help" or "-h")).Distinct()];
TourProgram? chosen = programs.FirstOrDefault(program => program.Name == names.FirstOrDefault());
bool knowsOptions = options.Length == 0 || (options is [string only] && (chosen?.Options.ContainsKey(only) ?? false));
if (names.Length > 1 || !knowsOptions)
{
    Console.Error.WriteLine($"Tour takes one name, --json, and the option that the program's line tells of, not: {string.Join(' ', args)}");
    return 2;
}

if (names.Length == 0 || args.Contains("--help") || args.Contains("-h"))
{
    Console.WriteLine("Usage: Tour NAME [--json]");
    Console.WriteLine();
    foreach (TourProgram each in programs)
    {
        Console.WriteLine($"  {each.Name,-12}{each.Summary}");
    }

    return 0;
}

if (chosen is null)
{
    Console.Error.WriteLine($"There is no program '{names[0]}'. There are: {string.Join(", ", programs.Select(program => program.Name))}.");
    return 2;
}

Func<Facts, Task> run = options is [string option] ? chosen.Options[option] : chosen.Run;
Facts facts = new();
if (args.Contains("--json"))
{
    Story.MoveToStandardError();
    await run(facts);
    Console.WriteLine(facts.ToJson());
}
else
{
    await run(facts);
}

return 0;
