using System.Runtime.CompilerServices;

namespace ProcGen.Waiting;

/// <summary>The one rule for every time that users give: <see cref="Timeout.InfiniteTimeSpan"/> is for ever, and any other negative one is an error.</summary>
internal static class Durations
{
    // What the shortest of .NET's own waits and timers can hold: 24 days.
    private const double LongestTimer = int.MaxValue;

    /// <summary>A time that must be longer than nothing.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is zero, or negative and not for ever.</exception>
    public static TimeSpan Positive(TimeSpan value, [CallerMemberName] string name = "") =>
        value > TimeSpan.Zero || value == Timeout.InfiniteTimeSpan
            ? value
            : throw new ArgumentOutOfRangeException(name, value, $"{name} must be longer than nothing, or {nameof(Timeout)}.{nameof(Timeout.InfiniteTimeSpan)}.");

    /// <inheritdoc cref="Positive(TimeSpan, string)"/>
    public static TimeSpan? Positive(TimeSpan? value, [CallerMemberName] string name = "") => value is { } time ? Positive(time, name) : null;

    /// <summary>A time that may be nothing.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative and not for ever.</exception>
    public static TimeSpan NotNegative(TimeSpan value, [CallerMemberName] string name = "") =>
        value >= TimeSpan.Zero || value == Timeout.InfiniteTimeSpan
            ? value
            : throw new ArgumentOutOfRangeException(name, value, $"{name} must not be negative, unless it is {nameof(Timeout)}.{nameof(Timeout.InfiniteTimeSpan)}.");

    /// <summary>The same time for a timer or a wait of .NET, which refuse more than some weeks: what is longer than they can hold is for ever.</summary>
    public static TimeSpan ForTimer(TimeSpan value) => value.TotalMilliseconds >= LongestTimer ? Timeout.InfiniteTimeSpan : value;

    /// <summary>The same where a negative time means that nothing is waited for, as in Python.</summary>
    public static TimeSpan ForTimerOrNow(TimeSpan value) => value < TimeSpan.Zero && value != Timeout.InfiniteTimeSpan ? TimeSpan.Zero : ForTimer(value);
}
