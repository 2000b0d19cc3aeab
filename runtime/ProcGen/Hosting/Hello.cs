using System.Buffers.Binary;

namespace ProcGen.Hosting;

/// <summary>The child's first words: that it is ours, which version it speaks, and which build of ProcGen it runs.</summary>
/// <remarks>A fixed layout, the same in all versions: magic (4 bytes), protocol version (4), process id (4), build of ProcGen (16).</remarks>
internal readonly record struct Hello(int ProtocolVersion, int ProcessId, Guid RuntimeBuild)
{
    public const int Size = 28;

    /// <summary>The version of the frames and of what is in them. Raise it with every change to either.</summary>
    public const int CurrentVersion = 2;

    private static ReadOnlySpan<byte> Magic => "PGEN"u8;

    public static Hello OfThisProcess() => new(CurrentVersion, Environment.ProcessId, typeof(Hello).Module.ModuleVersionId);

    public void Write(Span<byte> bytes)
    {
        Magic.CopyTo(bytes);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[4..], ProtocolVersion);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[8..], ProcessId);
        RuntimeBuild.TryWriteBytes(bytes[12..]);
    }

    public static bool TryRead(ReadOnlySpan<byte> bytes, out Hello hello)
    {
        if (bytes.Length != Size || !bytes.StartsWith(Magic))
        {
            hello = default;
            return false;
        }

        hello = new Hello(BinaryPrimitives.ReadInt32LittleEndian(bytes[4..]), BinaryPrimitives.ReadInt32LittleEndian(bytes[8..]), new Guid(bytes[12..]));
        return true;
    }

    /// <summary>Says why a child with this hello cannot serve this process, or null when it can.</summary>
    public string? FindMismatch(Hello own) =>
        ProtocolVersion != own.ProtocolVersion ? $"it speaks version {ProtocolVersion} of ProcGen's protocol and this process speaks {own.ProtocolVersion}"
        : RuntimeBuild != own.RuntimeBuild ? $"it runs another build of ProcGen ({RuntimeBuild} and not {own.RuntimeBuild})"
        : null;
}
