using System.Diagnostics;
using System.Reflection;
using System.Threading.Channels;

namespace ProcGen.Acceptance;

// The program tests/Programs/Root in a session of its own: whoever is in that session belongs to its tree, at any depth, orphan or not.
internal sealed class RootProgram : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();
    private readonly Task _reading;
    private readonly Task<string> _errors;

    private RootProgram(Process process)
    {
        _process = process;
        _reading = Task.Run(ReadAsync);
        _errors = process.StandardError.ReadToEndAsync();
    }

    public static string Folder { get; } = OutputOf("Root");

    public static string File { get; } = Path.Combine(Folder, "Root");

    public static string MarkerHook { get; } = Path.Combine(OutputOf("MarkerHook"), "MarkerHook.dll");

    public int Id => _process.Id;

    /// <summary>Those of its tree that run, without itself.</summary>
    public IReadOnlyList<ProcEntry> Descendants => [.. ProcFs.InSession(Id).Where(entry => entry.Id != Id && !entry.IsZombie)];

    public static RootProgram Start(string scenario, params string[] arguments) => Start(new Dictionary<string, string?>(), File, [scenario, .. arguments]);

    public static RootProgram Start(Dictionary<string, string?> environment, string file, params string[] arguments)
    {
        ProcessStartInfo start = new("setsid", [file, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach ((string name, string? value) in environment)
        {
            start.Environment[name] = value;
        }

        return new RootProgram(Process.Start(start)!);
    }

    /// <summary>The next line that it prints.</summary>
    public Task<string> Line() => _lines.Reader.ReadAsync().AsTask().Soon();

    /// <summary>Reads on until it prints a line that begins like this, and gives the rest of that line.</summary>
    public async Task<string> Line(string prefix)
    {
        while (true)
        {
            string line = await Line();
            if (line.StartsWith(prefix, StringComparison.Ordinal))
            {
                return line[prefix.Length..].TrimStart();
            }
        }
    }

    /// <summary>Its exit code as a shell tells it: 128 + N for signal N.</summary>
    public async Task<int> Ended()
    {
        await _process.WaitForExitAsync().Soon();
        return _process.ExitCode;
    }

    /// <summary>What it printed that nobody read yet. Only once its whole tree is gone, which holds its streams.</summary>
    public async Task<IReadOnlyList<string>> RestOfLines()
    {
        await _reading.Soon();
        List<string> rest = [];
        while (_lines.Reader.TryRead(out string? line))
        {
            rest.Add(line);
        }

        return rest;
    }

    public Task<string> Errors() => _errors.Soon();

    /// <summary>Waits until nobody of its tree is left, not even as a zombie.</summary>
    public Task TreeEnded() => Deadlines.Until(
        () =>
        {
            foreach (ProcEntry entry in ProcFs.InSession(Id).Where(entry => entry.IsZombie && entry.Parent == Environment.ProcessId && entry.Id != Id))
            {
                ProcessTest.Reap(entry.Id);
            }

            return ProcFs.InSession(Id).Count == 0;
        },
        "the whole tree has ended");

    public void Kill() => _process.Kill();

    public async ValueTask DisposeAsync()
    {
        foreach (ProcEntry entry in ProcFs.InSession(Id).Where(static entry => !entry.IsZombie))
        {
            ProcessTest.Kill(entry.Id);
        }

        await _process.WaitForExitAsync().Soon();
        await TreeEnded();
        _process.Dispose();
    }

    /// <summary>Copies the program, so that a test can change it.</summary>
    public static string CopyTo(string folder)
    {
        foreach (string file in Directory.GetFiles(Folder))
        {
            System.IO.File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        }

        return Path.Combine(folder, "Root");
    }

    // artifacts/bin/<project>/<configuration>/: ours says where the others are.
    private static string OutputOf(string project)
    {
        var own = new DirectoryInfo(Path.GetDirectoryName(Assembly.GetExecutingAssembly().Location)!);
        return Path.Combine(own.Parent!.Parent!.FullName, project, own.Name);
    }

    private async Task ReadAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            _lines.Writer.TryWrite(line);
        }

        _lines.Writer.Complete();
    }
}
