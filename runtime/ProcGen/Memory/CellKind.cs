namespace ProcGen.Memory;

/// <summary>What a cell is. Values are part of the layout.</summary>
internal enum CellKind : ushort
{
    None,
    Lock,
    ReentrantLock,
    Semaphore,
    Event,
    Condition,
    Barrier,
    Memory,
    Value,
    Array,
    List,
    Queue,
    Pipe,
}
