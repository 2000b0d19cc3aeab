using System.Diagnostics;

namespace ProcGen.Benchmarks;

/// <summary>This program, started once more for another part: by its own host, however this one was started.</summary>
internal static class Itself
{
    private static readonly string Host = Path.Combine(AppContext.BaseDirectory, typeof(Itself).Assembly.GetName().Name!);

    public static ProcessStartInfo As(params string[] arguments) => new(Host, arguments) { UseShellExecute = false };
}
