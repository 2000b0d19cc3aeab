using ProcGen;

namespace Programs.Library;

/// <summary>Targets of a library: its users call them without a generator of their own.</summary>
public static partial class Letters
{
    /// <summary>Counts the letters of texts.</summary>
    [ProcessTarget]
    public static int Count(string text, bool upperOnly = false) => text.Count(upperOnly ? char.IsUpper : char.IsLetter);
}

/// <summary>A process of a library.</summary>
public partial class Reverser : ChildProcess<string>
{
    /// <summary>What is reversed.</summary>
    public required string Text { get; init; }

    /// <inheritdoc/>
    [ProcessTarget]
    public override string Run() => string.Concat(Text.Reverse());
}
