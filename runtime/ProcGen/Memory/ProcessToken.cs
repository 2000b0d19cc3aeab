namespace ProcGen.Memory;

/// <summary>Names a process in words of an arena: its slot and how often the slot was given out. Never 0.</summary>
/// <remarks>30 bits, so that an owner and two flags fit a word that can be slept on. A slot is not given out again before everything that its last holder held was repaired.</remarks>
internal static class ProcessToken
{
    public const uint Mask = (1u << 30) - 1;

    private const int SlotBits = 11;
    private const uint SlotMask = (1u << SlotBits) - 1;

    public static uint Make(int slot, uint generation) => (generation << SlotBits & Mask) | (uint)(slot + 1);

    public static int SlotOf(uint token) => (int)(token & SlotMask) - 1;
}
