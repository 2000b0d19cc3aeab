using ProcGen;
using Root;

// The guard, for the tests that switch startup hooks off.
if (Environment.GetEnvironmentVariable("ROOT_GUARD") is not null && ProcessHost.IsChild)
{
    return ProcessHost.RunChild();
}

// A child that comes here runs Main instead of its target: tests count these lines.
if (Environment.GetEnvironmentVariable("ROOT_MAIN_FILE") is { } file)
{
    File.AppendAllText(file, $"{Environment.ProcessId}\n");
}

return await Scenarios.RunAsync(args[0], args[1..]);
