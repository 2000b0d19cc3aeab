namespace ProcGen.Acceptance;

/// <summary>What the processes of a scenario tell each other, whatever becomes of the primitive under test: numbers in shared memory, without a lock.</summary>
internal static class Board
{
    public const int Stop = 0;

    /// <summary>Who is inside the lock: its place plus 1. Only whoever is inside writes it.</summary>
    public const int Owner = 1;

    /// <summary>A plain counter, incremented under the lock by reading and writing.</summary>
    public const int Counter = 2;

    /// <summary>How often somebody was told that the lock was abandoned.</summary>
    public const int Abandonments = 3;

    /// <summary>How often a process died on purpose while it held the lock.</summary>
    public const int Deaths = 4;

    /// <summary>What a condition is about.</summary>
    public const int Items = 5;

    /// <summary>The id of a process that the test did not start itself.</summary>
    public const int GrandchildId = 6;

    /// <summary>How often a barrier broke for a place.</summary>
    public const int Breaks = 8;

    /// <summary>How many rounds a place has done.</summary>
    public const int Rounds = 12;

    private const int Size = 16;

    public static SharedArray<long> New() => new(Size, LockChoice.None);

    public static long Read(this SharedArray<long> board, int index) => Volatile.Read(ref board[index]);

    public static void Write(this SharedArray<long> board, int index, long value) => Volatile.Write(ref board[index], value);

    public static bool IsStopped(this SharedArray<long> board) => board.Read(Stop) != 0;

    public static void Advance(this SharedArray<long> board, int place) => board.Write(Rounds + place, board.Read(Rounds + place) + 1);
}
