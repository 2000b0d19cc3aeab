using ProcGen.CompilerServices;
using ProcGen.Serialization;

namespace ProcGen.Hosting;

/// <summary>Who a child is: the first thing that its parent tells it.</summary>
internal sealed record Bootstrap
{
    public required string Name { get; init; }

    public required string ParentName { get; init; }

    public required int ParentProcessId { get; init; }

    public required bool IsDaemon { get; init; }

    public required OnParentExit OnParentExit { get; init; }

    /// <summary>Whether it serves calls until it is told to exit, or one only.</summary>
    public required bool IsWorker { get; init; }

    /// <summary>Whether a fault of the only call is printed to standard error, because its caller may never ask.</summary>
    public required bool PrintsFault { get; init; }

    public required byte[] AuthKey { get; init; }

    /// <summary>How many bytes a result may take.</summary>
    public required int MessageLimit { get; init; }

    /// <summary>How many processors it may count on (<see cref="Hosting.ProcessorBudget"/>).</summary>
    public required int ProcessorShare { get; init; }

    /// <summary>The environment variables that were set for the start of the runtime only and must not reach the child's own children.</summary>
    public required string[] TransientVariables { get; init; }

    /// <summary>The file of the program's own assembly, where the child runs another program (<see cref="ChildEntry.Program"/>); else empty.</summary>
    public required string MainAssembly { get; init; }

    public static Bootstrap Read(ref WireReader reader)
    {
        reader.ReadArrayHeader(12);
        Bootstrap bootstrap = new()
        {
            Name = reader.ReadString() ?? "",
            ParentName = reader.ReadString() ?? "",
            ParentProcessId = reader.ReadInt32(),
            IsDaemon = reader.ReadBoolean(),
            OnParentExit = (OnParentExit)reader.ReadInt32(),
            IsWorker = reader.ReadBoolean(),
            PrintsFault = reader.ReadBoolean(),
            AuthKey = reader.ReadBinary().ToArray(),
            MessageLimit = reader.ReadInt32(),
            ProcessorShare = reader.ReadInt32(),
            TransientVariables = ReadNames(ref reader),
            MainAssembly = reader.ReadString() ?? "",
        };
        reader.End();
        return bootstrap;
    }

    public void Write(ref WireWriter writer)
    {
        writer.WriteArrayHeader(12);
        writer.WriteString(Name);
        writer.WriteString(ParentName);
        writer.WriteInt64(ParentProcessId);
        writer.WriteBoolean(IsDaemon);
        writer.WriteInt64((int)OnParentExit);
        writer.WriteBoolean(IsWorker);
        writer.WriteBoolean(PrintsFault);
        writer.WriteBinary(AuthKey);
        writer.WriteInt64(MessageLimit);
        writer.WriteInt64(ProcessorShare);
        writer.WriteArrayHeader(TransientVariables.Length);
        foreach (string name in TransientVariables)
        {
            writer.WriteString(name);
        }

        writer.WriteString(MainAssembly);
    }

    private static string[] ReadNames(ref WireReader reader)
    {
        string[] names = new string[reader.ReadArrayHeader()];
        for (int i = 0; i < names.Length; i++)
        {
            names[i] = reader.ReadString() ?? "";
        }

        return names;
    }
}

/// <summary>Names an assembly whose targets will be called, so that the child can load it and see that it is the same build.</summary>
/// <param name="Name">The assembly's full name.</param>
/// <param name="Path">Its file, for assemblies that the child's own probing does not find; empty where there is none.</param>
/// <param name="ModuleVersion">The identity of the build.</param>
/// <param name="LayoutHash">The hash of its targets and layouts.</param>
internal sealed record Introduction(string Name, string Path, Guid ModuleVersion, ulong LayoutHash)
{
    [System.Diagnostics.CodeAnalysis.UnconditionalSuppressMessage("SingleFile", "IL3000", Justification = "An assembly of a bundle has no file of its own, and is found by name.")]
    public static Introduction Of(TargetTable table) =>
        new(table.Assembly.FullName ?? "", table.Assembly.IsDynamic ? "" : table.Assembly.Location, table.Assembly.ManifestModule.ModuleVersionId, table.LayoutHash);

    public static Introduction Read(ref WireReader reader)
    {
        reader.ReadArrayHeader(4);
        return new Introduction(reader.ReadString() ?? "", reader.ReadString() ?? "", ReadGuid(ref reader), reader.ReadUInt64());
    }

    public void Write(ref WireWriter writer)
    {
        Span<byte> version = stackalloc byte[16];
        ModuleVersion.TryWriteBytes(version);
        writer.WriteArrayHeader(4);
        writer.WriteString(Name);
        writer.WriteString(Path);
        writer.WriteBinary(version);
        writer.WriteUInt64(LayoutHash);
    }

    private static Guid ReadGuid(ref WireReader reader)
    {
        ReadOnlySpan<byte> bytes = reader.ReadBinary();
        return bytes.Length == 16 ? new Guid(bytes) : throw reader.Error("a build identity has 16 bytes");
    }
}
