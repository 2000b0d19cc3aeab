namespace ProcGen.Memory;

/// <summary>What one process has to do with one cell, for whoever must repair after its death.</summary>
/// <remarks>
/// Bit 63: it has the cell open. Bits 48 to 62: a number that is another each time, so that one who read the entry and was stopped does not take
/// the next for it, whether of this process or of the next in its slot. Bit 47: it has closed the cell, and has yet to look whether it was the last that had it open. The lower 47 bits are the kind's own.
/// Changed by atomic operations only: for semaphores, others change it too.
/// </remarks>
internal static class LedgerEntry
{
    public const ulong Referenced = 1UL << 63;
    public const ulong Closing = 1UL << 47;
    public const ulong OwnMask = Closing - 1;

    /// <summary>The entry of a process that opens the cell.</summary>
    /// <param name="number">How often anything was opened through the slot.</param>
    public static ulong Open(uint number) => Referenced | ((ulong)(number & 0x7fff) << 48);

    /// <summary>Whether a process that died left something to do there.</summary>
    public static bool NeedsRepair(ulong entry) => (entry & (Referenced | Closing)) != 0;

    public static bool IsReferenced(ulong entry) => (entry & Referenced) != 0;
}
