namespace Judge;

/// <summary>What became of a submission.</summary>
internal enum Verdict
{
    /// <summary>All answers are right.</summary>
    Accepted,

    /// <summary>It ran to its end, and an answer is wrong.</summary>
    WrongAnswer,

    /// <summary>It is no program.</summary>
    CompileError,

    /// <summary>It had not ended when its time was up.</summary>
    TimeLimit,

    /// <summary>It wanted more memory than it may have.</summary>
    MemoryLimit,

    /// <summary>It threw, exited, or brought its process down.</summary>
    Crashed,

    /// <summary>Somebody killed its process: itself, for there is nobody else.</summary>
    Killed,
}

/// <summary>A submission's verdict, and why.</summary>
/// <param name="File">The submission.</param>
/// <param name="Verdict">What became of it.</param>
/// <param name="Detail">Why.</param>
/// <param name="Elapsed">From when it could run to its end, the wait for a free worker included; zero where it never ran.</param>
internal sealed record Judgement(string File, Verdict Verdict, string Detail, TimeSpan Elapsed)
{
    public string Name => Verdict switch
    {
        Verdict.WrongAnswer => "Wrong answer",
        Verdict.CompileError => "Compile error",
        Verdict.TimeLimit => "Time limit",
        Verdict.MemoryLimit => "Memory limit",
        _ => Verdict.ToString(),
    };
}
