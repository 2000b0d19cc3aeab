using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ProcGen.Benchmarks;

/// <summary>Projects as large as somebody's, written for the occasion.</summary>
internal static class GeneratedProject
{
    private const string Usings = """
        global using System;
        global using System.Collections.Generic;
        global using System.Linq;
        global using System.Text;
        global using System.Threading;
        global using System.Threading.Tasks;
        global using ProcGen;
        """;

    private static readonly MetadataReference[] References =
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Where(static file => Path.GetFileName(file).StartsWith("System.", StringComparison.Ordinal) || Path.GetFileName(file) is "netstandard.dll" or "mscorlib.dll" or "ProcGen.dll").Select(static file => MetadataReference.CreateFromFile(file))];

    public static CSharpParseOptions ParseOptions { get; } = new(LanguageVersion.CSharp14);

    /// <summary>Ordinary code, and in every tenth file targets, pools, processes and locks, with what the generator writes for them.</summary>
    public static CSharpCompilation Of(int files)
    {
        CSharpCompilation project = Compile(Enumerable.Range(0, files).Select(static number => (number % 10 == 0 ? Using(number) : "") + Ordinary(number)));
        CSharpGeneratorDriver.Create([CompilerExtensions.Generator], parseOptions: ParseOptions).RunGeneratorsAndUpdateCompilation(project, out Compilation output, out _);
        return (CSharpCompilation)output;
    }

    /// <summary>Nothing but targets, ten in a type and a file.</summary>
    public static CSharpCompilation OfTargets(int targets) => Compile(Enumerable.Range(0, targets / 10).Select(static file =>
    {
        StringBuilder text = new($"namespace Company.Part{file};\npublic sealed record Row{file}(int Id, string? Name, List<double> Values);\npublic static partial class Jobs{file}\n{{\n");
        for (int target = 0; target < 10; target++)
        {
            text.Append(CultureInfo.InvariantCulture, $"    [ProcessTarget] public static Task<Row{file}> Work{target}Async(Row{file} row, int times = 1, CancellationToken cancellationToken = default) => Task.FromResult(row);\n");
        }

        return text.Append("}\n").ToString();
    }));

    public static SyntaxTree Parse(string text, string path) => CSharpSyntaxTree.ParseText(text, ParseOptions, path, Encoding.UTF8);

    private static CSharpCompilation Compile(IEnumerable<string> sources) => CSharpCompilation.Create(
        "Generated",
        sources.Select(static (source, index) => Parse(source, $"/project/File{index}.cs")).Append(Parse(Usings, "/project/Usings.cs")),
        References,
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable, optimizationLevel: OptimizationLevel.Release));

    private static string Using(int number) => $$"""
        namespace Company.Part{{number}}.Work
        {
            public sealed record Row(int Id, string? Name);

            public static partial class Jobs
            {
                [ProcessTarget]
                public static int Count(Row[] rows, ProcessLock held, SharedValue<int> total)
                {
                    foreach (Row row in rows)
                    {
                        using (held.Acquire())
                        {
                            total.Value += row.Id;
                        }
                    }

                    return rows.Length;
                }

                [ProcessTarget]
                public static async Task<string> ReadAsync(string path, CancellationToken cancellationToken = default)
                {
                    await Task.Delay(1, cancellationToken);
                    return path;
                }
            }

            public static class Caller
            {
                public static async Task<int> RunAsync(Row[] rows)
                {
                    using ProcessLock held = new();
                    using SharedValue<int> total = new(0, held);
                    await using ProcessPool pool = new(2);
                    int sum = await pool.Jobs.CountAsync(rows, held, total);
                    using Jobs.ReadProcess read = new("path");
                    read.Start();
                    try
                    {
                        if (!read.Join(TimeSpan.FromSeconds(1)))
                        {
                            read.Terminate();
                        }
                    }
                    finally
                    {
                        read.Join();
                    }

                    return sum + total.Value;
                }
            }
        }

        """;

    private static string Ordinary(int number) => $$"""
        namespace Company.Part{{number}}
        {
            public interface IStore{{number}}
            {
                int Count { get; }
                void Add(Item{{number}} item);
                Task<Item{{number}}?> FindAsync(string name, CancellationToken cancellationToken);
            }

            public sealed record Item{{number}}(string Name, int Size)
            {
                public DateTime Made { get; init; } = DateTime.UnixEpoch;
            }

            public sealed class Store{{number}} : IStore{{number}}
            {
                private static int s_made;
                private readonly Dictionary<string, Item{{number}}> _items = new();
                private readonly object _gate = new();
                private int _total;

                public Store{{number}}() => s_made++;

                public static int Made => s_made;

                public int Count => _items.Count;

                public event EventHandler? Changed;

                public void Add(Item{{number}} item)
                {
                    ArgumentNullException.ThrowIfNull(item);
                    lock (_gate)
                    {
                        if (_items.TryGetValue(item.Name, out Item{{number}}? known))
                        {
                            _total -= known.Size;
                        }

                        _items[item.Name] = item;
                        _total += item.Size;
                    }

                    Changed?.Invoke(this, EventArgs.Empty);
                }

                public async Task<Item{{number}}?> FindAsync(string name, CancellationToken cancellationToken)
                {
                    for (int attempt = 0; attempt < 3; attempt++)
                    {
                        try
                        {
                            await Task.Delay(attempt, cancellationToken).ConfigureAwait(false);
                            lock (_gate)
                            {
                                if (_items.TryGetValue(name, out Item{{number}}? item))
                                {
                                    return item;
                                }
                            }
                        }
                        catch (InvalidOperationException exception) when (attempt < 2)
                        {
                            Console.WriteLine(exception.Message);
                        }
                        finally
                        {
                            _total++;
                        }
                    }

                    return null;
                }

                public string Describe(int depth)
                {
                    StringBuilder text = new();
                    foreach (Item{{number}} item in _items.Values.Where(each => each.Size > depth).OrderBy(each => each.Name).ThenByDescending(each => each.Size))
                    {
                        text.Append(item.Name).Append(": ").Append(item.Size switch { < 10 => "small", < 100 => "medium", _ => "large" }).Append('\n');
                    }

                    using StringReader reader = new(text.ToString());
                    List<string> lines = new();
                    while (reader.ReadLine() is { } line)
                    {
                        lines.Add(line.Trim());
                    }

                    return string.Join(", ", lines);
                }

                public Dictionary<int, List<Item{{number}}>> BySize()
                {
                    Dictionary<int, List<Item{{number}}>> groups = new();
                    foreach ((string name, Item{{number}} item) in _items)
                    {
                        if (!groups.TryGetValue(item.Size, out List<Item{{number}}>? group))
                        {
                            groups.Add(item.Size, group = new());
                        }

                        group.Add(item with { Name = name.ToUpperInvariant() });
                    }

                    return groups;
                }
            }

            internal sealed class StringReader(string text) : IDisposable
            {
                private int _position;

                public string? ReadLine()
                {
                    if (_position >= text.Length)
                    {
                        return null;
                    }

                    int end = text.IndexOf('\n', _position);
                    string line = end < 0 ? text[_position..] : text[_position..end];
                    _position = end < 0 ? text.Length : end + 1;
                    return line;
                }

                public void Dispose() => _position = text.Length;
            }
        }

        """;
}
