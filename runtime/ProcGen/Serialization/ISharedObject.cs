using System.ComponentModel;

namespace ProcGen.Serialization;

/// <summary>A shared object that travels as a reference: the other process gets the same object, not a copy.</summary>
/// <typeparam name="TSelf">The class itself.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface ISharedObject<TSelf>
    where TSelf : class, ISharedObject<TSelf>
{
    /// <summary>Appends a reference.</summary>
    void WriteReference(ref WireWriter writer);

    /// <summary>Reads a reference and opens the object.</summary>
    static abstract TSelf ReadReference(ref WireReader reader);
}
