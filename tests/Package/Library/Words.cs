using ProcGen;

namespace Library;

/// <summary>A document on its way between processes.</summary>
/// <param name="Title">What it is called.</param>
/// <param name="Text">What it says.</param>
public sealed record Document(string Title, string Text);

/// <summary>Targets that programs call which have none themselves.</summary>
public static partial class Words
{
    /// <summary>Counts the words of a document.</summary>
    /// <param name="document">What to count.</param>
    [ProcessTarget]
    public static int Count(Document document) => document.Text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length;

    /// <summary>The process that it runs in.</summary>
    [ProcessTarget]
    public static int WhoRuns() => ProcessInfo.Current.Id;
}
