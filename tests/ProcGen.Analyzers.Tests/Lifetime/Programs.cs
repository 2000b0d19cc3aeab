namespace ProcGen.Analyzers.Tests.Lifetime;

/// <summary>What the programs of the lifetime rules are made of.</summary>
internal static class Programs
{
    public const string Targets = """

        public static partial class Jobs
        {
            [ProcessTarget] public static void Work() { }
            [ProcessTarget] public static int Count(int from) => from;
            [ProcessTarget] public static async IAsyncEnumerable<int> Rows() { await Task.Yield(); yield return 1; }
        }

        public partial class Greeter : ChildProcess { [ProcessTarget] public override void Run() { } }
        """;

    public static string In(string body) => $$"""
        public class Program
        {
            private Jobs.WorkProcess? _kept;
            private readonly List<ChildProcess> _all = [];
            public bool Flag;
            public void Keep(ChildProcess process) => _kept = process as Jobs.WorkProcess;

            public void Plain()
            {
                {{body}}
            }
        }
        """ + Targets;

    public static string InAsync(string body) => In(body).Replace("public void Plain()", "public async Task PlainAsync()", StringComparison.Ordinal);
}
