using System.Diagnostics;

namespace ProcGen.Hosting;

/// <summary>What spans of calls are called and say, in the pool's process and in the workers'.</summary>
internal static class Spans
{
    public const string Target = "procgen.target";
    public const string Attempt = "procgen.attempt";
    public const string WorkerProcessId = "procgen.worker.pid";
    public const string Outcome = "procgen.outcome";
    public const string Pool = "procgen.pool";
    public const string Tag = "procgen.tag";

    public static ActivitySource Source { get; } = new("ProcGen");
}
