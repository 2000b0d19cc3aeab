using ProcGen.Serialization;

namespace ProcGen.Synchronization;

/// <summary>How the lock of another object travels with that object: which of the two kinds it is, then a reference to it; nil where there is none.</summary>
internal static class LockReference
{
    public static void Write(ref WireWriter writer, ProcessLockBase? theLock)
    {
        if (theLock is null)
        {
            writer.WriteNil();
            return;
        }

        writer.WriteBoolean(theLock is ProcessRLock);
        theLock.Reference.Write(ref writer);
    }

    public static ProcessLockBase? Read(ref WireReader reader) =>
        reader.TryReadNil() ? null
        : reader.ReadBoolean() ? SharedObjectCodec<ProcessRLock>.Read(ref reader)
        : SharedObjectCodec<ProcessLock>.Read(ref reader);
}
