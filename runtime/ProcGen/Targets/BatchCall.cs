using ProcGen.Serialization;

namespace ProcGen.CompilerServices;

// The caller's side of several calls of one target in one message.
//
// Outcomes come in the order of the items, in parts: in messages (ReportProgress, ReadResult), and, when the worker dies, in the memory that it
// shared (KeepRemains, TakeRemains). A part names the number of its first outcome, for the last message and the memory may overlap. Parts are
// read one at a time: messages in their order on the thread pool, the memory after the failure that follows them.
//
// It holds the inputs and not the calls, which are made as they are written: so many objects that live for a while cost the collector more than
// it costs to make them again in the rare case that they are sent again.
internal sealed class BatchCall<TInput, TResult>(List<TInput> items, Func<TInput, TargetCall<TResult>> makeCall, ArraySegment<MapResult<TResult>> results, int firstIndex) : TargetCall<TimeSpan>
{
    private byte[] _kept = [];
    private int _firstKept;
    private int _keptCount;

    // Any of them: whose target they all have, and by which all results are read.
    private readonly TargetCall<TResult> _first = makeCall(items[0]);

    public override TargetDescriptor Target => _first.Target;

    internal override bool IsBatch => true;

    /// <summary>Whether the items have been written, so that the worker may have run them.</summary>
    public bool IsWritten { get; private set; }

    /// <summary>How many of the items have ended: so many of the results are there.</summary>
    public int Ended { get; private set; }

    public override void WriteArguments(ref WireWriter writer)
    {
        writer.WriteArrayHeader(items.Count);
        foreach (TInput item in items)
        {
            makeCall(item).WriteArguments(ref writer);
        }

        IsWritten = true;
    }

    public override TimeSpan ReadResult(ref WireReader reader)
    {
        TimeSpan worked = new(reader.ReadInt64());
        ReadPart(ref reader);
        return worked;
    }

    public override void ReportProgress(int index, ref WireReader reader) => ReadPart(ref reader);

    /// <summary>Takes the outcomes that a dead worker had not sent.</summary>
    public void TakeRemains()
    {
        WireReader reader = new(_kept);
        try
        {
            ReadOutcomes(ref reader, _firstKept, _keptCount);
        }
        catch (ProtocolException)
        {
            // Whatever ruined the worker has ruined these, too. What is missing counts as not ended.
        }
    }

    internal override void KeepRemains(int begunItem, int firstKept, int keptCount, ReadOnlySpan<byte> kept) =>
        (_firstKept, _keptCount, _kept) = (firstKept, keptCount, kept.ToArray());

    public override ValueTask<TimeSpan> InvokeAsync(CallContext context) => throw new NotSupportedException();

    public override void WriteResult(ref WireWriter writer, TimeSpan result) => throw new NotSupportedException();

    private void ReadPart(ref WireReader reader)
    {
        int first = reader.ReadInt32();
        int count = reader.ReadInt32();
        ReadOutcomes(ref reader, first, count);
    }

    private void ReadOutcomes(ref WireReader reader, int first, int count)
    {
        if (first > Ended || count > items.Count - first)
        {
            throw reader.Error($"outcomes {first} to {first + count} do not follow the {Ended} of {items.Count} that are known");
        }

        Span<MapResult<TResult>> known = results;
        for (int i = first; i < first + count; i++)
        {
            bool succeeded = reader.ReadBoolean();
            ReadOnlySpan<byte> bytes = reader.Skip();
            if (i == Ended)
            {
                known[i] = Read(firstIndex + i, succeeded, bytes);
                Ended++;
            }
        }
    }

    private MapResult<TResult> Read(int index, bool succeeded, ReadOnlySpan<byte> bytes)
    {
        WireReader reader = new(bytes);
        try
        {
            return succeeded ? new MapResult<TResult>(index, _first.ReadResult(ref reader)) : new MapResult<TResult>(index, ExceptionEnvelope.Read(ref reader));
        }
        catch (Exception exception)
        {
            // A result that does not read is the error of its own item only.
            return new MapResult<TResult>(index, exception);
        }
    }
}
