using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ProcGen.Tests.Architecture;

/// <summary>The sources of the runtime as a compiler sees them: which room each type lives in, and who refers to whom.</summary>
internal sealed class SourceMap
{
    private const string ImplicitUsings =
        "global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq; global using System.Threading; global using System.Threading.Tasks;";

    private readonly Lazy<List<Reference>> _references;

    private SourceMap(string root, CSharpCompilation compilation)
    {
        Root = root;
        Compilation = compilation;
        _references = new Lazy<List<Reference>>(FindReferences);
    }

    /// <summary>The folder that holds the solution.</summary>
    public static string Repository { get; } = FindRepository();

    public static SourceMap OfTheRuntime { get; } = Read(Path.Combine(Repository, "runtime", "ProcGen"));

    public string Root { get; }

    public CSharpCompilation Compilation { get; }

    public IReadOnlyList<Reference> References => _references.Value;

    public IEnumerable<SyntaxTree> Files => Compilation.SyntaxTrees.Where(static tree => tree.FilePath.Length > 0);

    /// <summary>The types that are declared at the top of a file, with their rooms.</summary>
    public IEnumerable<(INamedTypeSymbol Type, string Room)> Types =>
        from tree in Files
        let model = Compilation.GetSemanticModel(tree)
        from declaration in tree.GetRoot().DescendantNodes().Where(static node => node is BaseTypeDeclarationSyntax or DelegateDeclarationSyntax)
        let type = (INamedTypeSymbol)model.GetDeclaredSymbol(declaration)!
        where type.ContainingType is null
        select (type, RoomOf(tree));

    /// <summary>The room of a file: the folder right below the project.</summary>
    public string RoomOf(SyntaxTree tree) => Path.GetRelativePath(Root, tree.FilePath).Split(Path.DirectorySeparatorChar)[0];

    public static SourceMap Read(string root) => new(
        root,
        Compile(Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(static file => (file, File.ReadAllText(file)))));

    public static SourceMap Read(string root, IEnumerable<(string Path, string Text)> files) => new(root, Compile(files));

    private static CSharpCompilation Compile(IEnumerable<(string Path, string Text)> files)
    {
        CSharpParseOptions options = new(LanguageVersion.Latest, DocumentationMode.Parse);
        IEnumerable<SyntaxTree> trees = [CSharpSyntaxTree.ParseText(ImplicitUsings, options), .. files.Select(file => CSharpSyntaxTree.ParseText(file.Text, options, file.Path))];
        IEnumerable<string> platform = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Where(static path => Path.GetFileName(path) != "ProcGen.dll");
        return CSharpCompilation.Create(
            "ProcGen",
            trees,
            platform.Select(static path => MetadataReference.CreateFromFile(path)),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true, nullableContextOptions: NullableContextOptions.Enable));
    }

    private static string FindRepository()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "ProcGen.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException("The tests do not run inside the repository.");
    }

    // Names in comments are for readers and are not looked at: they are trivia, into which the walk does not go.
    private List<Reference> FindReferences()
    {
        List<Reference> references = [];
        foreach (SyntaxTree tree in Files)
        {
            SemanticModel model = Compilation.GetSemanticModel(tree);
            foreach (SimpleNameSyntax name in tree.GetRoot().DescendantNodes().OfType<SimpleNameSyntax>())
            {
                SymbolInfo info = model.GetSymbolInfo(name);
                ISymbol? symbol = info.Symbol ?? info.CandidateSymbols.FirstOrDefault();
                INamedTypeSymbol? type = symbol is INamedTypeSymbol named ? named : symbol is IMethodSymbol or IPropertySymbol or IFieldSymbol or IEventSymbol ? symbol.ContainingType : null;
                while (type?.ContainingType is { } outer)
                {
                    type = outer;
                }

                if (type?.DeclaringSyntaxReferences.FirstOrDefault() is { } declaration && declaration.SyntaxTree.FilePath.Length > 0)
                {
                    references.Add(new Reference(tree, name.SpanStart, RoomOf(tree), RoomOf(declaration.SyntaxTree), type.Name));
                }
            }
        }

        return references;
    }
}

/// <summary>A place in one room that names a type of another.</summary>
internal sealed record Reference(SyntaxTree File, int Position, string From, string To, string Type)
{
    public override string ToString() => $"{From} → {To}: {Path.GetFileName(File.FilePath)}({File.GetLineSpan(new(Position, 0)).StartLinePosition.Line + 1}) names {Type}";
}
