using System.Collections.ObjectModel;
using System.ComponentModel;
using System.Runtime.InteropServices;

namespace ProcGen.Serialization;

#pragma warning disable CS1591 // A codec's name says what it carries.

[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct ListCodec<T, TCodec> : ICodec<List<T>?>
    where TCodec : struct, ICodec<T?>
{
    public static void Write(ref WireWriter writer, List<T>? value)
    {
        if (value is null)
        {
            writer.WriteNil();
            return;
        }

        CodecError.ThrowIfDerived(value, typeof(List<T>));
        Items.Write<T, TCodec>(ref writer, typeof(List<T>), CollectionsMarshal.AsSpan(value));
    }

    public static List<T>? Read(ref WireReader reader) => reader.TryReadNil() ? null : Items.ReadList<T, TCodec>(ref reader);
}

[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct LinkedListCodec<T, TCodec> : ICodec<LinkedList<T>?>
    where TCodec : struct, ICodec<T?>
{
    public static void Write(ref WireWriter writer, LinkedList<T>? value) => Items.WriteExact<T, TCodec, LinkedList<T>>(ref writer, value);

    public static LinkedList<T>? Read(ref WireReader reader) =>
        reader.TryReadNil() ? null : new LinkedList<T>(Items.Read<T, TCodec>(ref reader));
}

[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct QueueCodec<T, TCodec> : ICodec<Queue<T>?>
    where TCodec : struct, ICodec<T?>
{
    public static void Write(ref WireWriter writer, Queue<T>? value) => Items.WriteExact<T, TCodec, Queue<T>>(ref writer, value);
    public static Queue<T>? Read(ref WireReader reader) => reader.TryReadNil() ? null : new Queue<T>(Items.Read<T, TCodec>(ref reader));
}

[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct StackCodec<T, TCodec> : ICodec<Stack<T>?>
    where TCodec : struct, ICodec<T?>
{
    public static void Write(ref WireWriter writer, Stack<T>? value) => Items.WriteExact<T, TCodec, Stack<T>>(ref writer, value);

    public static Stack<T>? Read(ref WireReader reader)
    {
        if (reader.TryReadNil())
        {
            return null;
        }

        // A stack is enumerated from its top, and built from its bottom.
        T[] items = Items.Read<T, TCodec>(ref reader);
        Array.Reverse(items);
        return new Stack<T>(items);
    }
}

[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct CollectionCodec<T, TCodec> : ICodec<Collection<T>?>
    where TCodec : struct, ICodec<T?>
{
    public static void Write(ref WireWriter writer, Collection<T>? value) => Items.WriteExact<T, TCodec, Collection<T>>(ref writer, value);

    public static Collection<T>? Read(ref WireReader reader) =>
        reader.TryReadNil() ? null : new Collection<T>(Items.ReadList<T, TCodec>(ref reader));
}

[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct ObservableCollectionCodec<T, TCodec> : ICodec<ObservableCollection<T>?>
    where TCodec : struct, ICodec<T?>
{
    public static void Write(ref WireWriter writer, ObservableCollection<T>? value) =>
        Items.WriteExact<T, TCodec, ObservableCollection<T>>(ref writer, value);

    public static ObservableCollection<T>? Read(ref WireReader reader) =>
        reader.TryReadNil() ? null : new ObservableCollection<T>(Items.ReadList<T, TCodec>(ref reader));
}

[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct ReadOnlyCollectionClassCodec<T, TCodec> : ICodec<ReadOnlyCollection<T>?>
    where TCodec : struct, ICodec<T?>
{
    public static void Write(ref WireWriter writer, ReadOnlyCollection<T>? value) =>
        Items.WriteExact<T, TCodec, ReadOnlyCollection<T>>(ref writer, value);

    public static ReadOnlyCollection<T>? Read(ref WireReader reader) =>
        reader.TryReadNil() ? null : new ReadOnlyCollection<T>(Items.Read<T, TCodec>(ref reader));
}
