namespace ProcGen.Memory;

/// <summary>Fills in what the maker of a cell knows. The window is mapped if there is one, else null.</summary>
internal unsafe delegate void CellInitializer(Cell* cell, byte* window);

// How references come about.
internal sealed unsafe partial class SharedReference
{
    /// <summary>Makes a shared object: without a name in the arena of the tree, with one in an arena of its own.</summary>
    /// <exception cref="SharedObjectException">The name is taken, or there are too many objects.</exception>
    /// <exception cref="InsufficientMemoryException">There is no memory for it.</exception>
    public static SharedReference Make(CellKind kind, ICellRepair? repair, string? name, CellInitializer initialize, long windowLength = 0, long? reservedLength = null)
    {
        return name is null ? In(TreeArena.Current, null) : NamedArena.Create(name, repair, In);

        SharedReference In(Arena arena, NamedArena? named)
        {
            int index = arena.Claim(kind, windowLength, reservedLength ?? windowLength);
            try
            {
                initialize(arena.At(index), windowLength == 0 ? null : arena.MapWindow(index));
            }
            catch
            {
                arena.Close(index, repair: null);
                throw;
            }

            return new SharedReference(arena, index, arena.Publish(index), repair, named);
        }
    }

    /// <summary>Opens a shared object by its name.</summary>
    /// <exception cref="SharedObjectException">Nothing has the name, or something else has it.</exception>
    public static SharedReference Find(CellKind kind, ICellRepair? repair, string name, CellCheck? check = null) => NamedArena.Find(
        name,
        repair,
        (arena, named) =>
        {
            // What has a name is alone in its arena, in the first cell.
            if (!arena.TryOpen(0, 0))
            {
                throw new SharedObjectException(SharedObjectFailure.NameNotFound, $"What had the name '{name}' is gone with its last holder.", name);
            }

            SharedReference reference = new(arena, 0, 0, repair, named);
            if (FindMismatch(reference.Cell, kind, check) is not { } mismatch)
            {
                return reference;
            }

            reference.Abandon();
            throw new SharedObjectException(SharedObjectFailure.OtherType, $"What has the name '{name}' {mismatch}.", name);
        });

    /// <summary>Opens a shared object by its name, or makes it where nothing has the name.</summary>
    public static SharedReference FindOrMake(CellKind kind, ICellRepair? repair, string name, CellInitializer initialize, CellCheck? check = null, long windowLength = 0, long? reservedLength = null)
    {
        // Between the two answers somebody may have come or gone. Each round takes a meeting of that kind, so a few are plenty.
        const int Rounds = 100;
        for (int round = 0; ; round++)
        {
            try
            {
                return Find(kind, repair, name, check);
            }
            catch (SharedObjectException exception) when (exception.Failure == SharedObjectFailure.NameNotFound && round < Rounds)
            {
                try
                {
                    return Make(kind, repair, name, initialize, windowLength, reservedLength);
                }
                catch (SharedObjectException taken) when (taken.Failure == SharedObjectFailure.NameTaken)
                {
                    // Somebody was faster, and may not answer yet.
                    Thread.Sleep(1);
                }
            }
        }
    }

    // No kind at all stands for any that the check takes.
    private static string? FindMismatch(Cell* cell, CellKind kind, CellCheck? check) =>
        kind != CellKind.None && cell->Kind != kind ? $"is a {cell->Kind} and not a {kind}" : check?.Invoke(cell);
}

/// <summary>Says how a cell differs from what is expected, or null.</summary>
internal unsafe delegate string? CellCheck(Cell* cell);
