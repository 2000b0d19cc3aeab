using ProcGen.Memory;

namespace ProcGen.Synchronization;

/// <summary>What every wait does when nothing came for a while.</summary>
internal static class Oversleeping
{
    /// <summary>Repairs after processes that are gone, if nobody has done so lately.</summary>
    /// <exception cref="ObjectDisposedException">The object was disposed of by another thread of this process.</exception>
    public static void Look(SharedReference reference)
    {
        ObjectDisposedException.ThrowIf(reference.IsClosed, reference);
        reference.Arena.SearchForDead();
    }
}
