using System.Diagnostics;
using ProcGen.CompilerServices;
using ProcGen.Serialization;

namespace ProcGen.Hosting;

// The worker's side of several calls in one message. They are run one after the other. What comes of them is collected and sent when they have
// all ended, or there is much of it. Until it is sent it is kept in the memory that this process shares with its parent, too: if an item brings
// the process down, those before it have their outcomes.
internal sealed class BatchRun(TargetDescriptor target, ReadOnlySpan<byte> items, WorkerPage? page) : TargetCall
{
    private readonly byte[] _items = items.ToArray();
    private readonly WireBuffer _outcomes = new();
    private int _position;
    private int _first;
    private int _next;

    public override TargetDescriptor Target => target;

    public override void WriteArguments(ref WireWriter writer) => throw new NotSupportedException();

    internal override async ValueTask ExecuteAsync(CallContext context, ICallReply reply)
    {
        CallReply parts = (CallReply)reply;
        long start = Stopwatch.GetTimestamp();
        int count = ReadCount();
        while (_next < count)
        {
            context.ThrowIfCancelled();
            page?.BegunItem = _next;
            int before = _outcomes.Length;
            try
            {
                ValueTask running = ReadNext().ExecuteInBatchAsync(context, _outcomes);
                if (!running.IsCompletedSuccessfully)
                {
                    await running.ConfigureAwait(false);
                }
            }
            catch (Exception exception) when (!context.IsCancelled || exception is not OperationCanceledException)
            {
                WriteFault(exception);
            }

            _next++;
            if (_outcomes.Length <= WorkerPage.Room)
            {
                page?.Keep(_outcomes.WrittenSpan, before, _next - _first);
            }
            else if (_next < count)
            {
                parts.SendOutcomes(null, _first, _next - _first, _outcomes.WrittenSpan);
                _outcomes.Reset();
                page?.Forget(_next);
                _first = _next;
            }
        }

        parts.SendOutcomes(Stopwatch.GetElapsedTime(start), _first, count - _first, _outcomes.WrittenSpan);
        _outcomes.Dispose();
    }

    private void WriteFault(Exception exception)
    {
        WireWriter writer = new(_outcomes);
        writer.WriteBoolean(false);
        ExceptionEnvelope.Write(ref writer, exception, ProcessInfo.Current.Name, Environment.ProcessId);
        writer.Flush();
    }

    private int ReadCount()
    {
        WireReader reader = new(_items);
        int count = reader.ReadArrayHeader();
        _position = reader.Position;
        return count;
    }

    private TargetCall ReadNext()
    {
        WireReader reader = new(_items.AsSpan(_position));
        ReadOnlySpan<byte> bytes = reader.Skip();
        _position += reader.Position;
        WireReader item = new(bytes);
        TargetCall call = target.Read(ref item);
        item.End();
        return call;
    }
}
