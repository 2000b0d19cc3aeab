namespace ProcGen;

/// <summary>What a map does when an input fails.</summary>
public enum MapErrorMode
{
    /// <summary>The error is thrown where the result would have come; what is under way is cancelled and nothing more is begun.</summary>
    StopAtFirst,

    /// <summary>All inputs are run and all results given; then the errors are thrown as one <see cref="AggregateException"/>.</summary>
    CollectAll,
}
