using System.Runtime.CompilerServices;
using System.Threading.Channels;
using ProcGen.CompilerServices;
using ProcGen.Messaging;
using ProcGen.Serialization;

namespace ProcGen.Hosting;

// A call that gives a stream. The target may be a window of items ahead of the reader; each half window that the reader has taken is credited
// back, so that a fast target waits for a slow reader and neither waits for each item.
internal sealed class PendingStream<TItem>(TargetStreamCall<TItem> call) : PendingCall
{
    private readonly Channel<TItem> _items = Channel.CreateUnbounded<TItem>(new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });

    public override TargetCall Call => call;

    /// <summary>Completes when the reader has taken the last item.</summary>
    public override Task Completion => _items.Reader.Completion;

    /// <summary>Gives the items; tells <paramref name="credit"/> how many more may come, and <paramref name="leave"/> when the reader goes before the end.</summary>
    public async IAsyncEnumerable<TItem> ReadAsync(Action<int> credit, Action leave, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        bool isComplete = false;
        int taken = 0;
        try
        {
            while (await _items.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
            {
                while (_items.Reader.TryRead(out TItem? item))
                {
                    if (++taken == StreamWindow.CreditStep)
                    {
                        credit(taken);
                        taken = 0;
                    }

                    yield return item;
                }
            }

            isComplete = true;
        }
        finally
        {
            if (!isComplete)
            {
                leave();
            }
        }
    }

    public override void Fail(Exception exception)
    {
        if (TryEnd(exception))
        {
            _items.Writer.TryComplete(exception);
        }
    }

    public override void FailCancelled(Exception exception) => Fail(exception);

    protected override void Accept(FrameKind kind, ref WireReader reader)
    {
        switch (kind)
        {
            case FrameKind.Item:
                TItem item = call.ReadItem(ref reader);
                reader.End();
                _items.Writer.TryWrite(item);
                break;
            case FrameKind.End when TryEnd():
                _items.Writer.TryComplete();
                break;
            case FrameKind.End:
                break;
            default:
                throw new ProtocolException($"The process of {Call.Target} sent {kind} where an item of its stream was due.");
        }
    }
}
