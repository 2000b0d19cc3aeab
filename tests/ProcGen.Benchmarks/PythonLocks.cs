using System.Diagnostics;
using System.Globalization;

namespace ProcGen.Benchmarks;

/// <summary>Locks of Python's multiprocessing, in a Python that stays there and measures when it is asked to.</summary>
internal sealed class PythonLocks : IDisposable
{
    private readonly Process _process;

    private PythonLocks(Process process) => _process = process;

    /// <summary>Null where there is no Python.</summary>
    public static PythonLocks? TryStart()
    {
        try
        {
            string script = Path.Combine(AppContext.BaseDirectory, "peers", "synchronization.py");
            return new PythonLocks(Process.Start(new ProcessStartInfo("python3", [script]) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true })!);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    /// <summary>Microseconds for one acquisition and its release of a lock that nobody else wants.</summary>
    public double Uncontended(int count) => Ask("uncontended", count);

    /// <summary>The same of two processes that want the lock all the time, so many times each.</summary>
    public double Contending(int count) => Ask("contending", count);

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }

    private double Ask(string what, int count)
    {
        _process.StandardInput.WriteLine($"{what} {count}");
        string answer = _process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("Python ended. What it printed says why.");
        return double.Parse(answer, CultureInfo.InvariantCulture);
    }
}
