namespace ProcGen.Acceptance;

/// <summary>What the processes at one primitive tell each other, whatever becomes of the primitive: numbers in shared memory, without a lock.</summary>
/// <param name="Numbers">Where they are.</param>
/// <param name="Section">Which of several boards in the same memory.</param>
internal readonly record struct Board(SharedArray<long> Numbers, int Section = 0)
{
    public const int Places = 8;

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
    public const int Rounds = Breaks + Places;

    /// <summary>How often a place incremented the counter; written right after that, under the lock.</summary>
    public const int Counted = Rounds + Places;

    /// <summary>Who is inside the semaphore: its process id and how often it was there; 0 for nobody. Those who died inside stay here.</summary>
    public const int Inside = Counted + Places;

    private const int Size = Inside + Places;

    public bool IsStopped => this[Stop] != 0;

    public long this[int index]
    {
        get => Volatile.Read(ref Numbers[(Section * Size) + index]);
        set => Volatile.Write(ref Numbers[(Section * Size) + index], value);
    }

    public static SharedArray<long> New(int sections = 1) => new(sections * Size, LockChoice.None);

    public void Add(int index, long amount) => Numbers.Add((Section * Size) + index, amount);

    public void Advance(int place) => this[Rounds + place]++;

    /// <summary>The sum over all places.</summary>
    public long Sum(int first)
    {
        long sum = 0;
        for (int place = 0; place < Places; place++)
        {
            sum += this[first + place];
        }

        return sum;
    }
}
