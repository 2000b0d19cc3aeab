namespace ProcGen.Analyzers.Tests.Locking;

/// <summary>What the programs of the locking rules are made of.</summary>
internal static class LockPrograms
{
    /// <summary>Methods of a user's own that acquire and release.</summary>
    public const string Helpers = """

        public static class Helper
        {
            public static void Enter(ProcessLock l) => l.Acquire();
            public static void Leave(this ProcessLock l) => l.Release();
            public static LockScope Hold(ProcessCondition c) => c.Acquire();
            public static void Locked(ProcessLock l, Action action) { using (l.Acquire()) { action(); } }
            public static void Plain(ProcessLock l) => Console.WriteLine(l.Name);
        }

        public static partial class T { [ProcessTarget] public static void Use(SharedValue<int> v) => v.Add(1); }
        """;

    public static string In(string body, bool isTarget = false, bool isAsync = false) => $$"""
        public partial class Jobs
        {
            private static readonly ProcessLock Field = new();
            public static bool Flag;
            public static void Work() { }
            public static void Keep(LockScope scope) { }

            {{(isTarget ? "[ProcessTarget] " : "")}}public static {{(isAsync ? "async Task" : "void")}} Run(ProcessLock a, ProcessLock b, ProcessRLock r, ProcessCondition c, SharedValue<int> v, SharedArray<int> s)
            {
                {{body}}
            }
        }
        """;
}
