using System.Globalization;
using System.Reflection;
using ProcGen;

namespace Judge;

/// <summary>Where a submission runs: a worker that has run nothing before and will run nothing after it.</summary>
internal static partial class Sandbox
{
    // What the compiler calls the class and the method that a script becomes.
    private const string ScriptClass = "Submission#0";
    private const string ScriptMethod = "<Factory>";

    /// <summary>Runs a program once for each input and gives its answers.</summary>
    /// <param name="program">The assembly.</param>
    /// <param name="inputs">What it is given.</param>
    /// <param name="worker">Is told the id of the process, for whoever keeps an eye on it.</param>
    [ProcessTarget]
    public static async Task<string[]> RunAsync(byte[] program, int[] inputs, IProgress<int> worker)
    {
        worker.Report(Environment.ProcessId);
        var run = Assembly.Load(program).GetType(ScriptClass, throwOnError: true)!
            .GetMethod(ScriptMethod, BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)!
            .CreateDelegate<Func<object?[], Task<object>>>();
        List<string> answers = [];
        foreach (int input in inputs)
        {
            // The second is where the script keeps itself.
            object? answer = await run([new Given { N = input }, null]);
            answers.Add(Convert.ToString(answer, CultureInfo.InvariantCulture) ?? "");
        }

        return [.. answers];
    }
}
