using System.Diagnostics;

namespace ProcGen.Benchmarks;

/// <summary>What large messages are held against: copies of as many bytes within a process, of memory that was touched before.</summary>
/// <remarks>Untouched memory reads as one page of zeros, which is no copy at all; and the first touch of memory to write costs more than the copy.</remarks>
internal sealed class LargeCopies
{
    public const int Length = 64 << 20;

    // The collector takes memory anew until it has seen how much of this is thrown away: the figures of the first rounds are its and not the message's.
    private const int WarmRounds = 20;

    private readonly byte[] _source = NewTouched();
    private readonly byte[] _target = NewTouched();

    public LargeCopies()
    {
        IntoBuffer = Timed(() => _source.CopyTo(_target, 0));
        IntoNew = Warmed(Timed(() => _source.AsSpan().ToArray()));
    }

    /// <summary>Milliseconds of a copy into memory that is there.</summary>
    public Func<double> IntoBuffer { get; }

    /// <summary>Milliseconds of a copy into an array that is made for it.</summary>
    public Func<double> IntoNew { get; }

    public static byte[] NewTouched()
    {
        byte[] bytes = new byte[Length];
        bytes.AsSpan().Fill(1);
        return bytes;
    }

    /// <summary>Asks for the milliseconds of an action.</summary>
    public static Func<double> Timed(Action action) => () =>
    {
        long began = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(began).TotalMilliseconds;
    };

    /// <summary>The same when it has been asked some times.</summary>
    public static Func<double> Warmed(Func<double> measured)
    {
        for (int round = 0; round < WarmRounds; round++)
        {
            measured();
        }

        return measured;
    }
}
