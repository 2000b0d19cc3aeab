namespace ProcGen.Validation;

/// <summary>Which codec of the runtime carries which type of the platform. The one place that knows.</summary>
/// <remarks>A codec of a generic type takes the type's arguments and then one codec for each: <c>ListCodec&lt;Row?, RowCodec&gt;</c>.</remarks>
internal static class CodecTable
{
    public const string Array = "ArrayCodec";
    public const string UnmanagedArray = "UnmanagedArrayCodec";
    public const string Enum = "EnumCodec";
    public const string SharedObject = "SharedObjectCodec";
    public const string SharedChannel = "SharedChannelCodec";

    private const string Collections = "System.Collections.Generic.";
    private const string Immutable = "System.Collections.Immutable.";

    private static readonly Dictionary<string, string> Codecs = new(StringComparer.Ordinal)
    {
        ["System.Boolean"] = "BooleanCodec",
        ["System.SByte"] = "SByteCodec",
        ["System.Byte"] = "ByteCodec",
        ["System.Int16"] = "Int16Codec",
        ["System.UInt16"] = "UInt16Codec",
        ["System.Int32"] = "Int32Codec",
        ["System.UInt32"] = "UInt32Codec",
        ["System.Int64"] = "Int64Codec",
        ["System.UInt64"] = "UInt64Codec",
        ["System.IntPtr"] = "NIntCodec",
        ["System.UIntPtr"] = "NUIntCodec",
        ["System.Char"] = "CharCodec",
        ["System.Single"] = "SingleCodec",
        ["System.Double"] = "DoubleCodec",
        ["System.Half"] = "HalfCodec",
        ["System.String"] = "StringCodec",
        ["System.Decimal"] = "DecimalCodec",
        ["System.Int128"] = "Int128Codec",
        ["System.UInt128"] = "UInt128Codec",
        ["System.Numerics.BigInteger"] = "BigIntegerCodec",
        ["System.Numerics.Complex"] = "ComplexCodec",
        ["System.Guid"] = "GuidCodec",
        ["System.DateTime"] = "DateTimeCodec",
        ["System.DateTimeOffset"] = "DateTimeOffsetCodec",
        ["System.DateOnly"] = "DateOnlyCodec",
        ["System.TimeOnly"] = "TimeOnlyCodec",
        ["System.TimeSpan"] = "TimeSpanCodec",
        ["System.Uri"] = "UriCodec",
        ["System.Version"] = "VersionCodec",
        ["System.Text.Rune"] = "RuneCodec",
        ["System.Index"] = "IndexCodec",
        ["System.Range"] = "RangeCodec",

        ["System.Nullable`1"] = "NullableCodec",
        [Collections + "KeyValuePair`2"] = "KeyValuePairCodec",
        ["System.ValueTuple`1"] = "ValueTupleCodec",
        ["System.ValueTuple`2"] = "ValueTupleCodec",
        ["System.ValueTuple`3"] = "ValueTupleCodec",
        ["System.ValueTuple`4"] = "ValueTupleCodec",
        ["System.ValueTuple`5"] = "ValueTupleCodec",
        ["System.ValueTuple`6"] = "ValueTupleCodec",
        ["System.ValueTuple`7"] = "ValueTupleCodec",
        ["System.ValueTuple`8"] = "ValueTuple8Codec",
        ["System.Tuple`1"] = "TupleCodec",
        ["System.Tuple`2"] = "TupleCodec",
        ["System.Tuple`3"] = "TupleCodec",
        ["System.Tuple`4"] = "TupleCodec",
        ["System.Tuple`5"] = "TupleCodec",
        ["System.Tuple`6"] = "TupleCodec",
        ["System.Tuple`7"] = "TupleCodec",

        ["System.Memory`1"] = "MemoryCodec",
        ["System.ReadOnlyMemory`1"] = "ReadOnlyMemoryCodec",
        ["System.ArraySegment`1"] = "ArraySegmentCodec",

        [Collections + "List`1"] = "ListCodec",
        [Collections + "IEnumerable`1"] = "EnumerableCodec",
        [Collections + "IReadOnlyCollection`1"] = "ReadOnlyCollectionCodec",
        [Collections + "IReadOnlyList`1"] = "ReadOnlyListCodec",
        [Collections + "ICollection`1"] = "CollectionInterfaceCodec",
        [Collections + "IList`1"] = "ListInterfaceCodec",
        [Collections + "HashSet`1"] = "HashSetCodec",
        [Collections + "SortedSet`1"] = "SortedSetCodec",
        [Collections + "ISet`1"] = "SetInterfaceCodec",
        [Collections + "IReadOnlySet`1"] = "ReadOnlySetCodec",
        [Collections + "Queue`1"] = "QueueCodec",
        [Collections + "Stack`1"] = "StackCodec",
        [Collections + "LinkedList`1"] = "LinkedListCodec",
        ["System.Collections.ObjectModel.ObservableCollection`1"] = "ObservableCollectionCodec",
        ["System.Collections.ObjectModel.Collection`1"] = "CollectionCodec",
        ["System.Collections.ObjectModel.ReadOnlyCollection`1"] = "ReadOnlyCollectionClassCodec",
        [Immutable + "ImmutableArray`1"] = "ImmutableArrayCodec",
        [Immutable + "ImmutableList`1"] = "ImmutableListCodec",
        [Immutable + "ImmutableHashSet`1"] = "ImmutableHashSetCodec",
        [Immutable + "ImmutableSortedSet`1"] = "ImmutableSortedSetCodec",
        [Immutable + "ImmutableQueue`1"] = "ImmutableQueueCodec",
        [Immutable + "ImmutableStack`1"] = "ImmutableStackCodec",
        [Immutable + "IImmutableList`1"] = "ImmutableListInterfaceCodec",
        [Immutable + "IImmutableSet`1"] = "ImmutableSetInterfaceCodec",
        ["System.Collections.Frozen.FrozenSet`1"] = "FrozenSetCodec",

        [Collections + "Dictionary`2"] = "DictionaryCodec",
        [Collections + "SortedDictionary`2"] = "SortedDictionaryCodec",
        [Collections + "SortedList`2"] = "SortedListCodec",
        ["System.Collections.Concurrent.ConcurrentDictionary`2"] = "ConcurrentDictionaryCodec",
        [Collections + "IDictionary`2"] = "DictionaryInterfaceCodec",
        [Collections + "IReadOnlyDictionary`2"] = "ReadOnlyDictionaryInterfaceCodec",
        ["System.Collections.ObjectModel.ReadOnlyDictionary`2"] = "ReadOnlyDictionaryCodec",
        [Immutable + "ImmutableDictionary`2"] = "ImmutableDictionaryCodec",
        [Immutable + "ImmutableSortedDictionary`2"] = "ImmutableSortedDictionaryCodec",
        [Immutable + "IImmutableDictionary`2"] = "ImmutableDictionaryInterfaceCodec",
        ["System.Collections.Frozen.FrozenDictionary`2"] = "FrozenDictionaryCodec",
    };

    // Where the items lie side by side in memory and any bits are a value, they travel as one block.
    private static readonly Dictionary<string, string> BlockCodecs = new(StringComparer.Ordinal)
    {
        ["System.Memory`1"] = "UnmanagedMemoryCodec",
        ["System.ReadOnlyMemory`1"] = "UnmanagedReadOnlyMemoryCodec",
        [Collections + "List`1"] = "UnmanagedListCodec",
    };

    private static readonly HashSet<string> Blocks = new(StringComparer.Ordinal)
    {
        "System.SByte", "System.Byte", "System.Int16", "System.UInt16", "System.Int32", "System.UInt32", "System.Int64", "System.UInt64",
        "System.IntPtr", "System.UIntPtr", "System.Char", "System.Single", "System.Double", "System.Half", "System.Guid", "System.Int128", "System.UInt128",
    };

    // ProcGen's own: they travel as references to what all processes share.
    private static readonly HashSet<string> SharedObjects = new(StringComparer.Ordinal)
    {
        "ProcGen.ProcessLock", "ProcGen.ProcessRLock", "ProcGen.ProcessSemaphore", "ProcGen.ProcessBoundedSemaphore", "ProcGen.ProcessEvent",
        "ProcGen.ProcessCondition", "ProcGen.ProcessBarrier", "ProcGen.SharedMemory", "ProcGen.SharedValue`1", "ProcGen.SharedArray`1", "ProcGen.SharedList",
    };

    // The same of those that carry items: the codec of the item has to be known wherever one is made or arrives.
    private static readonly HashSet<string> SharedChannels = new(StringComparer.Ordinal)
    {
        "ProcGen.ProcessQueue`1", "ProcGen.JoinableProcessQueue`1", "ProcGen.Connection`1", "ProcGen.ProcessListener`1",
    };

    /// <summary>The codec for a type by its name in metadata, or null.</summary>
    public static string? Find(string metadataName) => Codecs.TryGetValue(metadataName, out string? codec) ? codec : null;

    /// <summary>The codec for a type whose only argument can travel as a block, or null.</summary>
    public static string? FindBlock(string metadataName) => BlockCodecs.TryGetValue(metadataName, out string? codec) ? codec : null;

    /// <summary>The codec for an array of several dimensions, or null.</summary>
    public static string? FindArray(int rank) => rank is 2 or 3 ? "MultiArrayCodec" + rank : null;

    /// <summary>Whether a type is one of the runtime's shared objects.</summary>
    public static bool IsSharedObject(string metadataName) => SharedObjects.Contains(metadataName);

    /// <summary>Whether a type is one of the runtime's queues, connections or listeners, which carry items of their type argument.</summary>
    public static bool IsSharedChannel(string metadataName) => SharedChannels.Contains(metadataName);

    /// <summary>Whether a type carries items of its type argument, or gives what does, so that their codec has to be known wherever one is made.</summary>
    public static bool CarriesItems(string metadataName) => IsSharedChannel(metadataName) || metadataName is "ProcGen.ProcessQueueBase`1";

    /// <summary>Whether any bits are a value of this type of the platform.</summary>
    public static bool IsBlock(string metadataName) => Blocks.Contains(metadataName);
}
