using System.Globalization;
using Microsoft.CodeAnalysis;

namespace ProcGen.Validation;

/// <summary>Types that mean something to us, known by name: a lookup in the compilation fails as soon as two assemblies define one.</summary>
internal static class WellKnown
{
    public const string ProcessTargetAttribute = "ProcGen.ProcessTargetAttribute";
    public const string ProcessExceptionAttribute = "ProcGen.ProcessExceptionAttribute";
    public const string ChildProcess = "ProcGen.ChildProcess";
    public const string ChildProcessOfResult = "ProcGen.ChildProcess`1";
    public const string ProcessPipe = "ProcGen.ProcessPipe";
    public const string ProcessClient = "ProcGen.ProcessClient";
    public const string CancellationToken = "System.Threading.CancellationToken";
    public const string CancellationTokenSource = "System.Threading.CancellationTokenSource";
    public const string Progress = "System.IProgress`1";
    public const string Task = "System.Threading.Tasks.Task";
    public const string TaskOfResult = "System.Threading.Tasks.Task`1";
    public const string ValueTask = "System.Threading.Tasks.ValueTask";
    public const string ValueTaskOfResult = "System.Threading.Tasks.ValueTask`1";
    public const string AsyncEnumerable = "System.Collections.Generic.IAsyncEnumerable`1";
    public const string Stream = "System.IO.Stream";
    public const string Exception = "System.Exception";
    public const string Delegate = "System.Delegate";
    public const string SetsRequiredMembers = "System.Diagnostics.CodeAnalysis.SetsRequiredMembersAttribute";
    public const string CompilerGenerated = "System.Runtime.CompilerServices.CompilerGeneratedAttribute";
    public const string GeneratedCode = "System.CodeDom.Compiler.GeneratedCodeAttribute";
    public const string MessagePackObject = "MessagePack.MessagePackObjectAttribute";
    public const string MessagePackKey = "MessagePack.KeyAttribute";
    public const string MessagePackUnion = "MessagePack.UnionAttribute";
    public const string MessagePackFormatter = "MessagePack.MessagePackFormatterAttribute";
    public const string TypelessFormatter = "MessagePack.Formatters.TypelessFormatter";
    public const string ForcedTypelessFormatter = "MessagePack.Formatters.ForceTypelessFormatter`1";
    public const string MessagePackConstructor = "MessagePack.SerializationConstructorAttribute";

    /// <summary>Attributes that leave a member out.</summary>
    public static bool LeavesOut(AttributeData attribute) => MetadataName(attribute.AttributeClass) is
        "System.Runtime.Serialization.IgnoreDataMemberAttribute" or "System.NonSerializedAttribute" or "MessagePack.IgnoreMemberAttribute";

    /// <summary>The full name of a type in metadata: <c>System.Collections.Generic.List`1</c>, <c>Outer+Inner</c>.</summary>
    public static string MetadataName(ITypeSymbol? type)
    {
        if (type is null)
        {
            return "";
        }

        if (type.ContainingType is { } outer)
        {
            return MetadataName(outer) + "+" + type.MetadataName;
        }

        return type.ContainingNamespace is { IsGlobalNamespace: false } space
            ? space.ToDisplayString() + "." + type.MetadataName
            : type.MetadataName;
    }

    /// <summary>Whether a type has this full name. Asked of every call in a project, so it makes no text of its own.</summary>
    public static bool Is(ITypeSymbol? type, string metadataName)
    {
        if (type is null)
        {
            return false;
        }

        int end = metadataName.Length;
        for (ITypeSymbol current = type; ; current = current.ContainingType)
        {
            int arity = current is INamedTypeSymbol { Arity: > 0 } generic ? generic.Arity : 0;
            if ((arity > 0 && !Take(metadataName, ref end, "`" + arity.ToString(CultureInfo.InvariantCulture))) || !Take(metadataName, ref end, current.Name))
            {
                return false;
            }

            if (current.ContainingType is null)
            {
                return IsNamespace(current.ContainingNamespace, metadataName, end);
            }

            if (!Take(metadataName, ref end, "+"))
            {
                return false;
            }
        }
    }

    /// <summary>Whether a type is in the runtime's own namespace, as all are that rules ask about.</summary>
    public static bool IsOurs(ITypeSymbol? type) => type?.ContainingNamespace is { Name: "ProcGen", ContainingNamespace.IsGlobalNamespace: true };

    public static bool DerivesFrom(ITypeSymbol? type, string metadataName)
    {
        for (ITypeSymbol? current = type; current is not null; current = current.BaseType)
        {
            if (Is(current, metadataName))
            {
                return true;
            }
        }

        return false;
    }

    public static AttributeData? Attribute(ISymbol symbol, string metadataName) =>
        symbol.GetAttributes().FirstOrDefault(attribute => Is(attribute.AttributeClass, metadataName));

    public static bool Has(ISymbol symbol, string metadataName) => Attribute(symbol, metadataName) is not null;

    // Goes back over a part of the name, where it is there.
    private static bool Take(string name, ref int end, string part)
    {
        if (end < part.Length || string.CompareOrdinal(name, end - part.Length, part, 0, part.Length) != 0)
        {
            return false;
        }

        end -= part.Length;
        return true;
    }

    // Whether what is left of a name is a namespace, with the dot behind it.
    private static bool IsNamespace(INamespaceSymbol? space, string name, int end)
    {
        for (; space is { IsGlobalNamespace: false }; space = space.ContainingNamespace)
        {
            if (!Take(name, ref end, ".") || !Take(name, ref end, space.Name))
            {
                return false;
            }
        }

        return end == 0;
    }
}
