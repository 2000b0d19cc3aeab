namespace ProcGen.Memory;

// Whose an end of a pipe is: one word in the cell for each end, changed as a whole by compare-and-swap.
//
//   Owned(process)   that process sends and receives with it          -> Kept, Travelling: its owner sends it away; Closed: owner, or repair
//   Kept(process)    it is among the arguments of a call of that process, or in a message that is being sent
//                    -> Owned: who reads it, or the sender again; Travelling: the message was sent; Closed: the call has ended, or repair
//   Travelling       it is in a message that nobody keeps; names the process that alone can read it, where there is one
//                    -> Owned: who reads it; Closed: who finds that nobody will, or that this process is gone
//   Closed           for ever
//
// The serial number grows with each change but that from Kept to Travelling. A message names the number under which the end travels: who reads the message a second time, or
// after somebody else has, gets nothing. So an end has one owner at a time, and the other side sees its end as soon as that owner closes it or
// is gone: whoever repairs after a death closes what the dead owned or kept, and what is on its way in messages that only the dead could have read.
//
// A pipe's cell is in use as long as any of its ends is not closed: one that travels is in nobody's ledger.
internal readonly record struct PipeEndWord(ulong Bits)
{
    private const int StateBits = 2;

    public PipeEndWord(uint serial, uint token, PipeEndState state)
        : this(((ulong)serial << 32) | (token << StateBits) | (uint)state)
    {
    }

    public uint Serial => (uint)(Bits >> 32);

    /// <summary>Who owns or keeps it, or is to read it; 0 for nobody.</summary>
    public uint Token => (uint)Bits >> StateBits;

    public PipeEndState State => (PipeEndState)(Bits & 3);

    public bool IsClosed => State == PipeEndState.Closed;

    public bool IsOnItsWay => State is PipeEndState.Kept or PipeEndState.Travelling;

    public PipeEndWord Next(uint token, PipeEndState state) => new(Serial + 1, token, state);
}

/// <summary>See <see cref="PipeEndWord"/>.</summary>
internal enum PipeEndState
{
    Closed,
    Owned,
    Kept,
    Travelling,
}

internal static unsafe class PipeEnds
{
    public static ulong* At(Cell* cell, int end) => end == 0 ? &cell->Word : &cell->SecondWord;

    public static PipeEndWord Read(Cell* cell, int end) => new(Volatile.Read(ref *At(cell, end)));

    public static bool TryChange(Cell* cell, int end, PipeEndWord from, PipeEndWord to) => Interlocked.CompareExchange(ref *At(cell, end), to.Bits, from.Bits) == from.Bits;

    public static bool AreInUse(Cell* cell) => !Read(cell, 0).IsClosed || !Read(cell, 1).IsClosed;
}
