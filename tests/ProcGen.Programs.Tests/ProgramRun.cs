using System.Diagnostics;
using System.Text.Json;

namespace ProcGen.Programs.Tests;

/// <summary>A program that was run to its end.</summary>
internal sealed record ProgramRun(int ExitCode, string Output, string Error)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    /// <summary>The one JSON object on its standard output.</summary>
    public JsonElement Json => JsonDocument.Parse(Output).RootElement;

    /// <summary>Where a program of this repository was built, by its project's name.</summary>
    public static string Find(string project)
    {
        // artifacts/bin/<this project>/<configuration>/
        DirectoryInfo configuration = new(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        return Path.Combine(configuration.Parent!.Parent!.FullName, project, configuration.Name, project);
    }

    /// <summary>Runs a program of this repository by its own host.</summary>
    public static Task<ProgramRun> RunAsync(string project, params string[] arguments) => StartAsync(Find(project), arguments);

    /// <summary>Runs a program of this repository by the dotnet host.</summary>
    public static Task<ProgramRun> RunByDotnetAsync(string project, params string[] arguments) =>
        StartAsync(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", [$"{Find(project)}.dll", .. arguments]);

    private static async Task<ProgramRun> StartAsync(string file, IEnumerable<string> arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(file, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        using CancellationTokenSource limit = new(Limit);
        Task<string> output = process.StandardOutput.ReadToEndAsync(limit.Token);
        Task<string> error = process.StandardError.ReadToEndAsync(limit.Token);
        try
        {
            await process.WaitForExitAsync(limit.Token);
            return new ProgramRun(process.ExitCode, await output, await error);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{file} did not end within {Limit}.");
        }
    }
}
