namespace ProcGen;

/// <summary>What a <see cref="ProcessPool"/> does with a new call when <see cref="ProcessPoolOptions.QueueLimit"/> calls wait.</summary>
public enum QueueFullMode
{
    /// <summary>Who makes the call is held up until there is room, also where it is made without waiting for its result.</summary>
    Wait,

    /// <summary>The call fails with <see cref="PoolFullException"/>.</summary>
    Reject,
}
