using ProcGen.Generator.Parsing;
using ProcGen.Generator.Tests.Infrastructure;

namespace ProcGen.Generator.Tests;

public class HintNameTests
{
    [Fact]
    public void Names_that_look_alike_get_files_and_codecs_of_their_own()
    {
        GeneratorRun run = GeneratorRun.Of("""
            namespace A { public static partial class B_C { [ProcessTarget] public static D_E One(D_E value) => value; } public class D_E { } }
            namespace A_B { public static partial class C { [ProcessTarget] public static void Two(D.E value, A_D.E other) { } } namespace D { public class E { } } }
            namespace A_D { public class E { } }
            namespace A.D { public class E { } }
            namespace Case { public static partial class Jobs { [ProcessTarget] public static Row One(Row a, ROW b, List<Row> c) => a; } public static partial class JOBS { [ProcessTarget] public static A.D.E Two(A.D.E value) => value; } public class Row { } public class ROW { } }
            namespace CASE { public static partial class Jobs { [ProcessTarget] public static Box<A.D.E> One(Box<A_D.E> value) => new(); } public class Box<T> { public T? Value { get; set; } } }
            """).CompilesStrictly();
        Assert.Equal(run.Files.Count, run.Files.Keys.Distinct(StringComparer.OrdinalIgnoreCase).Count());
    }

    [Fact]
    public void Names_are_short_enough_for_every_file_system()
    {
        string name = string.Concat(Enumerable.Repeat("Long", 40));
        GeneratorRun run = GeneratorRun.Of($$"""
            namespace {{name}}
            {
                public static partial class {{name}}A { [ProcessTarget] public static {{name}}Row One() => new(); }
                public static partial class {{name}}B { [ProcessTarget] public static List<{{name}}Row2> One() => new(); }
                public class {{name}}Row { }
                public class {{name}}Row2 { }
            }
            """).CompilesStrictly();
        Assert.Equal(5, run.Files.Count);
        Assert.All(run.Files.Keys, static hint => Assert.InRange(hint.Length, 1, 120));
    }

    [Fact]
    public void Hashes_are_the_ones_that_everybody_computes()
    {
        Assert.Equal(0xcbf29ce484222325UL, StableHash.Of(""));
        Assert.Equal(0xaf63dc4c8601ec8cUL, StableHash.Of("a"));
        Assert.Equal(0x85944171f73967e8UL, StableHash.Of("foobar"));
    }
}
