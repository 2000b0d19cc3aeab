using System.Diagnostics;
using System.Globalization;

namespace ProcGen.Benchmarks;

/// <summary>A program in Python that stays there, and measures multiprocessing when it is asked to.</summary>
internal sealed class PythonPeer : IDisposable
{
    private readonly Process _process;

    private PythonPeer(Process process) => _process = process;

    /// <summary>Starts a script of the folder peers. Null where there is no Python.</summary>
    public static PythonPeer? TryStart(string script)
    {
        try
        {
            string path = Path.Combine(AppContext.BaseDirectory, "peers", script);
            return new PythonPeer(Process.Start(new ProcessStartInfo("python3", [path]) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true })!);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Console.WriteLine($"no python3: the rows against {script} are left out");
            return null;
        }
    }

    /// <summary>Microseconds for one of what the line asks for; the script says what it knows.</summary>
    public double Ask(string line)
    {
        _process.StandardInput.WriteLine(line);
        string answer = _process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("Python ended. What it printed says why.");
        return double.Parse(answer, CultureInfo.InvariantCulture);
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }
}
