namespace Tour;

/// <summary>A program of the tour.</summary>
/// <param name="Name">What it is called by.</param>
/// <param name="Summary">What it shows.</param>
/// <param name="Run">Runs it; what it saw goes to the facts.</param>
internal sealed record TourProgram(string Name, string Summary, Func<Facts, Task> Run)
{
    /// <summary>Other ways to run it, by the option that asks for them.</summary>
    public Dictionary<string, Func<Facts, Task>> Options { get; } = [];
}
