using System.Text.RegularExpressions;
using ProcGen.Generator.Tests.Infrastructure;

namespace ProcGen.Generator.Tests;

/// <summary>Two builds that would misunderstand each other have different numbers; two that differ in nothing that crosses have the same.</summary>
public partial class LayoutHashTests
{
    private const string Source = """
        public static partial class Jobs { [ProcessTarget] public static Row Work(Row row, Point[] points, Mode mode, IProgress<int>? progress = null) => row; }
        public class Row { public int A { get; set; } }
        public record struct Point(int X, Inner Y);
        public record struct Inner(int Z);
        public enum Mode { A }
        [ProcessException] public class Oops : Exception { public int Code { get; set; } }
        """;

    [Theory]
    [InlineData("Row Work(", "Row Play(")]
    [InlineData("Row row, Point[] points", "Point[] points, Row row")]
    [InlineData("int A { get; set; }", "long A { get; set; }")]
    [InlineData("int A { get; set; }", "int B { get; set; }")]
    [InlineData("Point(int X, Inner Y)", "Point(long X, Inner Y)")]
    [InlineData("Inner(int Z)", "Inner(float Z)")]
    [InlineData("enum Mode", "enum Mode : byte")]
    [InlineData("IProgress<int>?", "IProgress<long>?")]
    [InlineData("int Code", "string? Code")]
    [InlineData("Row Work(", "Task<Row> Work(", "=> row", "=> Task.FromResult(row)")]
    public void What_crosses_shows(params string[] edits) => Assert.NotEqual(Of(Source), Of(Edit(edits)));

    [Theory]
    [InlineData("=> row", "=> new()")]
    [InlineData("progress = null", "progress")]
    [InlineData("public class Row {", "public class Row { public static int Shared; public int Twice => A * 2;")]
    public void What_stays_does_not(params string[] edits) => Assert.Equal(Of(Source), Of(Edit(edits)));

    private static string Edit(string[] edits)
    {
        string edited = Source;
        for (int i = 0; i < edits.Length; i += 2)
        {
            Assert.Contains(edits[i], edited, StringComparison.Ordinal);
            edited = edited.Replace(edits[i], edits[i + 1], StringComparison.Ordinal);
        }

        return edited;
    }

    private static string Of(string source) => Hash().Match(GeneratorRun.Of(source).CompilesStrictly().Files["ProcGen.Table.g.cs"]).Value;

    [GeneratedRegex("Assembly, 0x[0-9a-f]{16}UL, Find")]
    private static partial Regex Hash();
}
