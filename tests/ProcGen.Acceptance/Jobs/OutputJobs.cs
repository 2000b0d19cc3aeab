using System.Diagnostics;
using System.Text;

namespace ProcGen.Acceptance;

/// <summary>Targets that write.</summary>
public static partial class OutputJobs
{
    [ProcessTarget]
    public static void CountLines(int count)
    {
        for (int i = 0; i < count; i++)
        {
            Console.WriteLine($"out {i}");
            Console.Error.WriteLine($"err {i}");
        }
    }

    /// <summary>Writes the bytes of a text, flushed at each cut.</summary>
    [ProcessTarget]
    public static void WritePieces(string text, int[] cuts)
    {
        using Stream output = Console.OpenStandardOutput();
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        int from = 0;
        foreach (int cut in cuts)
        {
            output.Write(bytes, from, cut - from);
            output.Flush();
            Thread.Sleep(1);
            from = cut;
        }

        output.Write(bytes, from, bytes.Length - from);
    }

    [ProcessTarget]
    public static int ComplainAndExit(int count)
    {
        for (int i = 0; i < count; i++)
        {
            Console.Error.WriteLine($"complaint {i}");
        }

        Environment.Exit(1);
        return 0;
    }

    /// <summary>Leaves a program behind that holds the streams of this process.</summary>
    [ProcessTarget]
    public static void LeaveSleeper()
    {
        using var sleeper = Process.Start("/bin/sleep", "1000");
        Console.WriteLine(sleeper.Id);
    }
}
