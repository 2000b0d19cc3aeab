using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace ProcGen.Benchmarks;

/// <summary>A program that stays there, and measures itself when a line on its standard input asks it to: so its rounds and ours alternate.</summary>
internal class PeerProgram : IDisposable
{
    private readonly string _name;
    private readonly Process _process;

    /// <summary>Starts it.</summary>
    /// <exception cref="PeerMissingException">It is not here.</exception>
    public PeerProgram(string fileName, params string[] arguments)
    {
        _name = Path.GetFileName(fileName);
        try
        {
            _process = Process.Start(new ProcessStartInfo(fileName, arguments) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true })!;
        }
        catch (Win32Exception exception)
        {
            throw new PeerMissingException($"no {_name} ({exception.Message})");
        }
    }

    /// <summary>Starts one of the programs in the folder peers, which are built with this one.</summary>
    public static PeerProgram Built(string name) => new(Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", name, "release", name)));

    /// <summary>Microseconds for one of what the line asks for; the program says what it knows.</summary>
    public double Ask(string line) => AskAll(line)[0];

    /// <summary>All figures of an answer.</summary>
    public double[] AskAll(string line)
    {
        _process.StandardInput.WriteLine(line);
        string answer = _process.StandardOutput.ReadLine() ?? throw new InvalidOperationException($"{_name} ended when it was asked '{line}'. What it printed says why.");
        return [.. answer.Split(' ').Select(static figure => double.Parse(figure, CultureInfo.InvariantCulture))];
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }
}
