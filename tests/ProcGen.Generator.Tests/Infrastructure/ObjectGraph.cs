using System.Collections;
using System.Reflection;
using Microsoft.CodeAnalysis;

namespace ProcGen.Generator.Tests.Infrastructure;

/// <summary>Walks everything that a stage keeps, and fails on what would keep a compilation alive or never compare equal.</summary>
internal static class ObjectGraph
{
    public static void HasNoRoslynObjects(GeneratorDriverRunResult result)
    {
        foreach (var (name, steps) in result.Results.Single().TrackedSteps)
        {
            if (!ProcessTargetGeneratorStages.All.Contains(name))
            {
                continue;
            }

            foreach ((object value, _) in steps.SelectMany(static step => step.Outputs))
            {
                HasNoRoslynObjects(value, name);
            }
        }
    }

    public static void HasNoRoslynObjects(object? root, string name) => Visit(root, name, new HashSet<object>(ReferenceEqualityComparer.Instance));

    private static void Visit(object? node, string path, HashSet<object> seen)
    {
        if (node is null || (!node.GetType().IsValueType && !seen.Add(node)))
        {
            return;
        }

        if (node is ISymbol or Compilation or SemanticModel or SyntaxNode or SyntaxTree or SyntaxReference or Location or Diagnostic or AttributeData or SyntaxToken or Delegate)
        {
            Assert.Fail($"{path} holds a {node.GetType()}");
        }

        Type type = node.GetType();
        if (type.IsPrimitive || type.IsEnum || node is string)
        {
            return;
        }

        if (node is IEnumerable items)
        {
            foreach (object? item in items)
            {
                Visit(item, path + "[]", seen);
            }
        }

        for (Type? current = type; current is not null && current != typeof(object); current = current.BaseType)
        {
            foreach (FieldInfo field in current.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            {
                Visit(field.GetValue(node), path + "." + field.Name, seen);
            }
        }
    }
}
