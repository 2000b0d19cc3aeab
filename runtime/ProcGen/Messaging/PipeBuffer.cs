using ProcGen.Serialization;

namespace ProcGen.Messaging;

/// <summary>What an end of a pipe sends next. It moves into the shared block when it gets large, if that is free: then it is written where it will be read.</summary>
internal sealed class PipeBuffer : WireBuffer
{
    /// <summary>The block of the direction; null where this end does not send.</summary>
    public PipeBlock? Block { get; set; }

    /// <summary>Whether it lies in the block.</summary>
    public bool IsInBlock { get; private set; }

    internal override Span<byte> Whole => IsInBlock ? Block!.Reserve(0) : base.Whole;

    /// <summary>Begins another message.</summary>
    public void Begin()
    {
        IsInBlock = false;
        Reset();
    }

    internal override Span<byte> Grow(int used, int needed)
    {
        long wanted = (long)used + needed;
        if (wanted <= PipeBlock.Threshold || wanted > Limit || Block is null || (!IsInBlock && !Block.IsFree))
        {
            return IsInBlock ? throw new MessageTooLargeException(wanted, Limit) : base.Grow(used, needed);
        }

        ReadOnlySpan<byte> before = Whole[..used];
        Span<byte> room = Block.Reserve(Math.Min(Math.Max(wanted, IsInBlock ? 2L * used : wanted), Limit));
        if (!IsInBlock)
        {
            before.CopyTo(room);
            IsInBlock = true;
        }

        return room;
    }
}
