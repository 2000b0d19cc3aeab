using ProcGen.Serialization;

namespace ProcGen.Tests.Serialization;

/// <summary>A type that holds itself, with the codec that would be generated for it.</summary>
public sealed class Tree
{
    public List<Tree?>? Branches { get; set; }

    public static Tree Deep(int levels)
    {
        Tree tree = new();
        for (int level = 1; level < levels; level++)
        {
            tree = new Tree { Branches = [tree] };
        }

        return tree;
    }
}

internal readonly struct TreeCodec : ICodec<Tree?>
{
    public static void Write(ref WireWriter writer, Tree? value)
    {
        if (value is null)
        {
            writer.WriteNil();
            return;
        }

        ListCodec<Tree?, TreeCodec>.Write(ref writer, value.Branches);
    }

    public static Tree? Read(ref WireReader reader) => new() { Branches = ListCodec<Tree?, TreeCodec>.Read(ref reader) };
}
