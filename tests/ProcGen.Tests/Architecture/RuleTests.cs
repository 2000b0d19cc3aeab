using System.ComponentModel;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ProcGen.Tests.Architecture;

/// <summary>Rules of the house besides the layers.</summary>
public class RuleTests
{
    // What users need. Anything else that is public is for generated code, and hidden.
    private static readonly string[] UserTypes =
    [
        "AbandonedLockException", "BarrierBreak", "BrokenBarrierException", "BufferTooShortException", "CallInfo", "CallOptions", "CallStatistics",
        "ChildProcess", "ChildProcess`1", "ConnectionOptions", "Connection`1", "ExitReason", "ExitStatus", "ITargetExecutor", "IWaitable", "InlineExecutor",
        "JoinableProcessQueue`1", "LockChoice", "LockScope", "MapErrorMode", "MapOptions", "MapResult`1", "MessageTooLargeException", "MessageTooLongException",
        "OnParentExit", "OutputLine", "OutputMode", "PoolFullException", "PoolStatistics", "ProcessBarrier", "ProcessBoundedSemaphore", "ProcessClient",
        "ProcessCondition", "ProcessEvent", "ProcessException", "ProcessExceptionAttribute", "ProcessHost", "ProcessInfo", "ProcessListener`1", "ProcessLock",
        "ProcessLockBase", "ProcessLostException", "ProcessPipe", "ProcessPool", "ProcessPoolOptions", "ProcessQueueBase`1", "ProcessQueue`1", "ProcessRLock",
        "ProcessSemaphore", "ProcessSemaphoreBase", "ProcessSentinel", "ProcessStartException", "ProcessTargetAttribute", "ProcessWait", "ProtocolException",
        "QueueCompletedException", "QueueFullMode", "RemoteException", "SemaphoreScope", "SharedArray`1", "SharedList", "SharedMemory", "SharedObjectException",
        "SharedObjectFailure", "SharedValue`1", "StartFailure", "StreamingChildProcess`1", "TruncatedMessageException", "UnserializableValueException",
        "WorkerDeath", "WorkerLostException", "WorkerState`1", "WorkerStatistics",
    ];

    // Namespaces of a room: its own for what is internal, and those of the public types that live there.
    private static readonly Dictionary<string, string[]> Namespaces = new()
    {
        ["Errors"] = ["ProcGen"],
        ["Platform"] = ["ProcGen.Platform", "ProcGen.Platform.Linux"],
        ["Serialization"] = ["ProcGen.Serialization"],
        ["Memory"] = ["ProcGen", "ProcGen.Memory"],
        ["Waiting"] = ["ProcGen", "ProcGen.Waiting"],
        ["Targets"] = ["ProcGen", "ProcGen.CompilerServices"],
        ["Synchronization"] = ["ProcGen", "ProcGen.Synchronization"],
        ["Messaging"] = ["ProcGen", "ProcGen.Messaging"],
        ["Hosting"] = ["ProcGen", "ProcGen.Hosting"],
        ["Processes"] = ["ProcGen", "ProcGen.CompilerServices"],
        ["Pools"] = ["ProcGen", "ProcGen.Pools"],
    };

    [Fact]
    public void Public_types_are_the_users_or_hidden()
    {
        Type[] exported = typeof(ProcessInfo).Assembly.GetExportedTypes();
        Assert.Equal(UserTypes.Order(StringComparer.Ordinal), exported.Where(static type => type.Namespace == "ProcGen").Select(static type => type.Name).Order(StringComparer.Ordinal));
        Assert.All(exported.Where(static type => type.Namespace != "ProcGen"), static type =>
        {
            Assert.True(type.Namespace is "ProcGen.CompilerServices" or "ProcGen.Serialization", $"{type} is in a namespace that users do not know.");
            Assert.True(
                type.DeclaringType is not null || type.GetCustomAttribute<EditorBrowsableAttribute>()?.State == EditorBrowsableState.Never,
                $"{type} is for generated code and not hidden from users.");
        });
    }

    [Fact]
    public void Classes_that_are_not_made_to_be_derived_from_are_sealed()
    {
        Type[] all = typeof(ProcessInfo).Assembly.GetTypes();
        HashSet<Type?> bases = [.. all.Select(static type => type.BaseType is { IsGenericType: true } generic ? generic.GetGenericTypeDefinition() : type.BaseType)];
        Assert.DoesNotContain(all, type => type is { IsClass: true, IsSealed: false, IsAbstract: false } && !bases.Contains(type) && type.Namespace?.StartsWith("ProcGen", StringComparison.Ordinal) == true);
    }

    [Fact]
    public void Namespaces_tell_the_room()
    {
        SourceMap map = SourceMap.OfTheRuntime;
        Assert.Empty(
            from type in map.Types
            where type.Type.Name != "StartupHook"
            where !Namespaces[type.Room].Contains(type.Type.ContainingNamespace.ToDisplayString())
            select $"{type.Type} lives in {type.Room}");
    }

    [Fact]
    public void Only_the_platform_knows_the_system() => Assert.Empty(FindSystemKnowledge(SourceMap.OfTheRuntime));

    [Fact]
    public void Each_kind_of_knowledge_of_the_system_is_found()
    {
        Assert.Single(Find("class A { bool B => OperatingSystem.IsLinux(); }"));
        Assert.Single(Find("class A { bool B => System.Runtime.InteropServices.RuntimeInformation.IsOSPlatform(default); }"));
        Assert.Single(Find("partial class A { [System.Runtime.InteropServices.DllImport(\"c\")] static extern void B(); }"));
        Assert.Single(Find("partial class A { [System.Runtime.InteropServices.LibraryImport(\"c\")] static partial void B(); }"));
        Assert.Empty(Find("class A { string B => System.Runtime.InteropServices.RuntimeInformation.OSDescription; }"));

        static IEnumerable<string> Find(string text) => FindSystemKnowledge(SourceMap.Read("/src", [("/src/Hosting/File.cs", text), ("/src/Platform/File.cs", text.Replace("class A", "class P", StringComparison.Ordinal))]));
    }

    // Two hosts load these files: what they share is the validation, which knows neither the model nor the printing.
    [Fact]
    public void The_generators_validation_stands_alone()
    {
        SourceMap generator = SourceMap.Read(Path.Combine(SourceMap.Repository, "generator", "ProcGen.Generator"));
        Assert.Contains(generator.References, static reference => reference.To == "Validation" && reference.From != "Validation");
        Assert.DoesNotContain(generator.References, static reference => reference is { From: "Validation", To: not "Validation" });
        Assert.DoesNotContain(
            generator.References,
            static reference => reference is { From: "Emission", To: "Parsing" } or { From: "Model", To: "Parsing" or "Emission" } or { From: "Parsing", To: "Emission" });
    }

    [Fact]
    public void Analyzers_link_nothing_but_the_validation()
    {
        string analyzers = Path.Combine(SourceMap.Repository, "analyzers");
        string[] projects = Directory.Exists(analyzers) ? Directory.GetFiles(analyzers, "*.csproj", SearchOption.AllDirectories) : [];
        Assert.All(projects, static project => Assert.All(
            System.Xml.Linq.XDocument.Load(project).Descendants("Compile").Select(static item => (string?)item.Attribute("Include") ?? "").Where(static include => include.Contains("..", StringComparison.Ordinal)),
            static include => Assert.Contains("ProcGen.Generator/Validation/", include.Replace('\\', '/'), StringComparison.Ordinal)));
        Assert.All(projects, static project => Assert.DoesNotContain("ProcGen.Generator.csproj", File.ReadAllText(project), StringComparison.Ordinal));
    }

    private static IEnumerable<string> FindSystemKnowledge(SourceMap map) =>
        from tree in map.Files
        where map.RoomOf(tree) != "Platform"
        let model = map.Compilation.GetSemanticModel(tree)
        from name in tree.GetRoot().DescendantNodes().OfType<SimpleNameSyntax>()
        let symbol = model.GetSymbolInfo(name).Symbol
        let owner = symbol?.ContainingType?.ToDisplayString()
        where (owner == "System.OperatingSystem" && symbol!.Name.StartsWith("Is", StringComparison.Ordinal))
            || (owner == "System.Runtime.InteropServices.RuntimeInformation" && symbol!.Name == "IsOSPlatform")
            || (owner is "System.Runtime.InteropServices.DllImportAttribute" or "System.Runtime.InteropServices.LibraryImportAttribute")
        select $"{map.RoomOf(tree)}/{Path.GetFileName(tree.FilePath)} names {symbol}";
}
