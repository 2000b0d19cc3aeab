using ProcGen.Serialization;

namespace ProcGen.Hosting;

/// <summary>A span of another process, as W3C writes it.</summary>
internal sealed record TraceContext(long CallId, string TraceParent, string? TraceState)
{
    public static void Write(ref WireWriter writer, string traceParent, string? traceState)
    {
        writer.WriteString(traceParent);
        writer.WriteString(traceState);
    }

    public static TraceContext Read(long callId, ref WireReader reader) => new(callId, reader.ReadString() ?? "", reader.ReadString());
}
