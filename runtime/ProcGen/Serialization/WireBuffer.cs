using System.Buffers;
using System.ComponentModel;

namespace ProcGen.Serialization;

/// <summary>A growing block of bytes that a <see cref="WireWriter"/> fills. Reused from message to message, so that a steady flow allocates nothing.</summary>
/// <remarks>Not safe for use by two threads at once.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public class WireBuffer : IDisposable
{
    /// <summary>What a message may hold unless its sender sets another limit: 1 GiB.</summary>
    public const int DefaultLimit = 1 << 30;

    // A buffer that once carried a large message gives its memory back instead of keeping it for the next small one.
    private const int RetainedSize = 1 << 20;
    private const int InitialSize = 512;

    private byte[] _bytes = [];
    private int _length;

    /// <summary>Creates an empty buffer that refuses to grow beyond <paramref name="limit"/> bytes.</summary>
    public WireBuffer(int limit = DefaultLimit) => Limit = limit;

    /// <summary>The largest number of bytes that this buffer takes.</summary>
    public int Limit { get; set; }

    /// <summary>What has been written.</summary>
    public ReadOnlySpan<byte> WrittenSpan => Whole[.._length];

    /// <summary>What has been written, for asynchronous use.</summary>
    public ReadOnlyMemory<byte> WrittenMemory => _bytes.AsMemory(0, _length);

    /// <summary>How many bytes have been written.</summary>
    public int Length => _length;

    /// <summary>Who keeps what is written references to, as long as the message may be read; null where the message itself has to.</summary>
    internal IReferenceKeeper? Keeper { get; set; }

    /// <summary>Notes what leaves this process with what is written; null where whoever sends it does not say when that has been sent.</summary>
    internal List<ITraveller>? Travellers { get; set; }

    /// <summary>Forgets what was written and keeps the memory, unless it is large.</summary>
    public void Reset()
    {
        _length = 0;
        if (_bytes.Length > RetainedSize)
        {
            Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _length = 0;
        Release();
        GC.SuppressFinalize(this);
    }

    /// <summary>All that may be filled. Memory from the pool is often larger than was asked for: what lies beyond the limit is not shown.</summary>
    internal virtual Span<byte> Whole => _bytes.AsSpan(0, Math.Min(_bytes.Length, Limit));

    internal void Commit(int length) => _length = length;

    /// <summary>Overwrites bytes that were written before, such as a length that is known only at the end.</summary>
    internal Span<byte> Written(int offset, int count) => Whole[.._length].Slice(offset, count);

    /// <summary>Makes room for more behind what is used.</summary>
    internal virtual Span<byte> Grow(int used, int needed)
    {
        long wanted = (long)used + needed;
        if (wanted > Limit)
        {
            throw new MessageTooLargeException(wanted, Limit);
        }

        long doubled = Math.Max(InitialSize, Math.Min(2L * _bytes.Length, Limit));
        byte[] larger = ArrayPool<byte>.Shared.Rent((int)Math.Max(wanted, Math.Min(doubled, Array.MaxLength)));
        _bytes.AsSpan(0, used).CopyTo(larger);
        Release();
        _bytes = larger;
        return Whole;
    }

    private void Release()
    {
        if (_bytes.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_bytes);
            _bytes = [];
        }
    }
}
