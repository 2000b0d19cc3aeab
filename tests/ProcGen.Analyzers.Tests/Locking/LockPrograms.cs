namespace ProcGen.Analyzers.Tests.Locking;

/// <summary>What the programs of the locking rules are made of.</summary>
internal static class LockPrograms
{
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
