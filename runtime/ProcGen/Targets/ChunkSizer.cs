namespace ProcGen.CompilerServices;

/// <summary>How many inputs go into one message: as many as keep a worker busy for a while, so that the message costs little beside them.</summary>
/// <remarks>Measured where the work is done. It grows step by step, since the first inputs of a process take longer than those that follow. Used by one thread at a time.</remarks>
internal sealed class ChunkSizer(int? wanted, int most)
{
    private const int Largest = 16 * 1024;
    private const int Step = 8;

    // A message and its answer take a tenth of a millisecond at most; a few per cent of this.
    private static readonly TimeSpan Aim = TimeSpan.FromMilliseconds(4);

    public int Size { get; private set; } = Math.Min(wanted ?? 1, most);

    /// <summary>So many inputs took so long.</summary>
    public void Learn(int count, TimeSpan worked)
    {
        if (wanted is null && count > 0)
        {
            double fitting = Aim.TotalMilliseconds * count / Math.Max(worked.TotalMilliseconds, 1e-4);
            Size = (int)Math.Clamp(Math.Min(fitting, (double)Size * Step), 1, Math.Min(Largest, most));
        }
    }
}
