using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Completion;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Host.Mef;
using Microsoft.CodeAnalysis.Text;
using ProcGen.Analyzers.Tests.Infrastructure;
using ProcGen.Generator;

namespace ProcGen.Analyzers.Tests;

/// <summary>What an editor offers behind a dot: what helps, and nothing of the plumbing. Asked of the compiler's own editing services.</summary>
public class CompletionTests
{
    private const string Library = """
        namespace Company;
        public static partial class Jobs
        {
            /// <summary>Counts.</summary>
            [ProcessTarget] public static int Count(int from, int to) => 0;
            [ProcessTarget] public static Task SendAsync(string text) => Task.CompletedTask;
            [ProcessTarget] public static async IAsyncEnumerable<int> ReadAsync(string path) { await Task.Yield(); yield break; }
        }
        """;

    // What every object has, and everything that can be disposed of with await.
    private static readonly string[] OfAll = ["ConfigureAwait", "Equals", "GetHashCode", "GetType", "ReferenceEquals", "ToString"];

    [Fact]
    public async Task Behind_a_pool() => Assert.Equal(
        ["BroadcastAsync", "Close", "CompleteAsync", "Dispose", "DisposeAsync", "Jobs", "Join", "Kill", "Name", "Parallelism", "Statistics", "Terminate", "With", "WorkerProcessIds", "Workers"],
        await OfferedAsync("void M(ProcessPool pool) => pool.$$"));

    [Fact]
    public async Task Behind_the_targets_of_a_type() => Assert.Equal(
        ["Count", "CountAsync", "MapCount", "MapCountAsync", "MapCountResultsAsync", "MapSend", "MapSendAsync", "ReadAsync", "Send", "SendAsync"],
        await OfferedAsync("void M(ProcessPool pool) => pool.Jobs.$$"));

    [Fact]
    public async Task Behind_an_executor() => Assert.Equal(["Jobs", "Parallelism"], await OfferedAsync("void M(ITargetExecutor executor) => executor.$$"));

    [Fact]
    public async Task Behind_an_executor_in_this_process() => Assert.Equal(["Jobs", "Parallelism"], await OfferedAsync("void M(InlineExecutor executor) => executor.$$"));

    [Fact]
    public async Task Behind_the_type_of_targets() => Assert.Equal(
        ["Count", "CountProcess", "ReadAsync", "ReadProcess", "SendAsync", "SendProcess"], await OfferedAsync("object M() => Jobs.$$"));

    // The caller in a project of its own, as most of a large program is; in the project of the targets an editor shows all that is there.
    private static async Task<IEnumerable<string>> OfferedAsync(string member)
    {
        CancellationToken token = TestContext.Current.CancellationToken;
        CSharpParseOptions options = new(LanguageVersion.CSharp14);
        CSharpCompilation library = CSharpCompilation.Create(
            "Library",
            [CSharpSyntaxTree.ParseText(Library, options, cancellationToken: token), CSharpSyntaxTree.ParseText(Infrastructure.Project.Usings, options, cancellationToken: token)],
            Infrastructure.Project.References,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        CSharpGeneratorDriver.Create([new ProcessTargetGenerator().AsSourceGenerator()], parseOptions: options).RunGeneratorsAndUpdateCompilation(library, out Compilation output, out _, token);
        using MemoryStream image = new();
        Assert.True(output.Emit(image, cancellationToken: token).Success);

        using AdhocWorkspace workspace = new(MefHostServices.Create(MefHostServices.DefaultAssemblies));
        Microsoft.CodeAnalysis.Project project = workspace.AddProject("Caller", LanguageNames.CSharp)
            .WithParseOptions(options)
            .WithMetadataReferences(Infrastructure.Project.References.Add(MetadataReference.CreateFromImage(image.ToArray())));
        project = project.AddDocument("Usings.cs", Infrastructure.Project.Usings).Project;
        string source = $"using Company;\npublic class Caller\n{{\n    public {member}\n}}\n";
        int position = source.IndexOf("$$", StringComparison.Ordinal);
        Document document = project.AddDocument("Caller.cs", SourceText.From(source.Remove(position, 2)));
        CompletionList list = await CompletionService.GetService(document)!.GetCompletionsAsync(document, position, cancellationToken: token);
        return list.ItemsList.Select(static item => item.DisplayText).Except(OfAll).Distinct().Order(StringComparer.Ordinal).ToImmutableArray();
    }
}
