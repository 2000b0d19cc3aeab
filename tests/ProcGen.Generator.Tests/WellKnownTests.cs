using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using ProcGen.Generator.Tests.Infrastructure;
using ProcGen.Validation;

namespace ProcGen.Generator.Tests;

public class WellKnownTests
{
    [Fact]
    public void A_type_is_known_by_its_full_name_and_by_no_other()
    {
        CSharpCompilation project = Compile.Project(ProjectOptions.Default, "namespace A.B { public class C<T> { public class D { public struct E<U, V>; } } } public class F { public class G; } namespace ProcGen { public class H; namespace Inner { public class I; } } namespace Outer.ProcGen { public class J; }");
        INamedTypeSymbol[] types = [.. TypesIn(project.GlobalNamespace).Where(static type => type.CanBeReferencedByName)];
        Assert.True(types.Length > 5000);
        foreach (INamedTypeSymbol type in types)
        {
            string name = WellKnown.MetadataName(type);
            Assert.True(WellKnown.Is(type, name), name);
            Assert.False(WellKnown.Is(type, name + "`9"), name);
            Assert.False(WellKnown.Is(type, "A." + name), name);
            Assert.False(WellKnown.Is(type, "A" + name), name);
            Assert.False(WellKnown.Is(type, name[1..]), name);
            Assert.False(WellKnown.Is(type, type.MetadataName) && type.MetadataName != name, name);
            Assert.Equal(type.ContainingNamespace.ToDisplayString() == "ProcGen", WellKnown.IsOurs(type));
        }

        Assert.False(WellKnown.Is(null, "A.B.C"));
        Assert.False(WellKnown.Is(project.CreateArrayTypeSymbol(types[0]), WellKnown.MetadataName(types[0])));
        Assert.True(WellKnown.Is(project.GetTypeByMetadataName("A.B.C`1+D+E`2"), "A.B.C`1+D+E`2"));
    }

    private static IEnumerable<INamedTypeSymbol> TypesIn(INamespaceOrTypeSymbol container) =>
        container.GetMembers().OfType<INamespaceOrTypeSymbol>().SelectMany(static member => member is INamedTypeSymbol type ? TypesIn(type).Prepend(type) : TypesIn(member));
}
