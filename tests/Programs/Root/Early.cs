using System.Runtime.CompilerServices;
using ProcGen;

namespace Root;

// What must not be done, to be seen refused: starting processes while a program is loaded.
internal static class Early
{
    [ModuleInitializer]
    internal static void OnLoad()
    {
        if (Environment.GetEnvironmentVariable("ROOT_EARLY") == "module")
        {
            StartOne("module");
        }
    }

    /// <summary>Starts a process whose start does the same again. Should nothing else stop the chain, the count does.</summary>
    public static void StartOne(string where)
    {
        const int Enough = 12;
        string file = Environment.GetEnvironmentVariable("ROOT_EARLY_FILE")!;
        File.AppendAllText(file, $"{where} {Environment.ProcessId}\n");
        if (File.ReadAllLines(file).Length < Enough)
        {
            new EagerJobs.GetProcess().Start();
        }
    }
}

/// <summary>Targets of a class whose static initializer starts a process.</summary>
public static partial class EagerJobs
{
    public static readonly int Started = Start();

    [ProcessTarget]
    public static int Get() => Started;

    private static int Start()
    {
        if (Environment.GetEnvironmentVariable("ROOT_EARLY") == "static")
        {
            Early.StartOne("static");
        }

        return 1;
    }
}
