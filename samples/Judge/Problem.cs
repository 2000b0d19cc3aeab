namespace Judge;

/// <summary>What a submission is given: its code uses these names.</summary>
public sealed class Given
{
    public required int N { get; init; }
}

/// <summary>One input and the right answer to it.</summary>
internal sealed record Test(int Input, string Answer);

/// <summary>What is asked for.</summary>
internal static class Problem
{
    public const string Statement = "How many primes are below N?";

    public static IReadOnlyList<Test> Tests { get; } =
        [new(0, "0"), new(2, "0"), new(3, "1"), new(100, "25"), new(1_000, "168"), new(10_000, "1229"), new(1_000_000, "78498")];
}
