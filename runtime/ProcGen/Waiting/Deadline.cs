using System.Diagnostics;

namespace ProcGen.Waiting;

/// <summary>When a wait is over, on the monotonic clock: a change of the wall clock moves it not.</summary>
internal readonly record struct Deadline(long Timestamp)
{
    public static readonly Deadline Never = new(long.MaxValue);

    public bool HasPassed => Timestamp != long.MaxValue && Stopwatch.GetTimestamp() >= Timestamp;

    /// <summary>The time after which a wait that begins now is over.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The time is negative and not <see cref="Timeout.InfiniteTimeSpan"/>.</exception>
    public static Deadline After(TimeSpan timeout)
    {
        if (timeout == Timeout.InfiniteTimeSpan)
        {
            return Never;
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(timeout, TimeSpan.Zero);
        double end = Stopwatch.GetTimestamp() + (timeout.TotalSeconds * Stopwatch.Frequency);
        return end >= long.MaxValue ? Never : new Deadline((long)end);
    }

    /// <summary>The same, where a negative time means that nothing is waited for, as in Python.</summary>
    public static Deadline AfterOrNow(TimeSpan timeout) => After(timeout < TimeSpan.Zero && timeout != Timeout.InfiniteTimeSpan ? TimeSpan.Zero : timeout);

    /// <summary>How long it is until then, in milliseconds as waits of .NET take them: rounded up, and <see cref="Timeout.Infinite"/> for ever.</summary>
    public int RemainingMilliseconds
    {
        get
        {
            if (Timestamp == long.MaxValue)
            {
                return Timeout.Infinite;
            }

            double left = (Timestamp - Stopwatch.GetTimestamp()) * 1000.0 / Stopwatch.Frequency;
            return (int)Math.Ceiling(Math.Clamp(left, 0, int.MaxValue));
        }
    }

    /// <summary>The earlier of the deadline and a moment that many milliseconds away.</summary>
    public long OrAfter(int milliseconds) => Math.Min(Timestamp, Stopwatch.GetTimestamp() + (milliseconds * (Stopwatch.Frequency / 1000)));
}
