namespace ProcGen;

/// <summary>How single calls are run: give it to <see cref="ProcessPool.With"/>.</summary>
public sealed record CallOptions
{
    internal static readonly CallOptions Default = new();

    /// <summary>
    /// How long a call may run, from when a worker has it. Then it is cancelled; if it has not ended after <see cref="Grace"/>, its worker
    /// alone is killed and replaced. The call fails with <see cref="TimeoutException"/>. Positive; null for no limit.
    /// </summary>
    public TimeSpan? Timeout
    {
        get;
        init
        {
            if (value is { } time)
            {
                ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(time, TimeSpan.Zero);
            }

            field = value;
        }
    }

    /// <summary>How long a call may take to heed its cancellation before its worker is killed, once its <see cref="Timeout"/> is over. Not negative; one second unless set.</summary>
    public TimeSpan Grace
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, TimeSpan.Zero);
            field = value;
        }
    } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// How often a call may be begun when workers die of it: 1, the default, means at most once. More is safe only for targets that may run
    /// twice. Exceptions that a target throws are results and are never tried again.
    /// </summary>
    public int MaxAttempts
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            field = value;
        }
    } = 1;
}
