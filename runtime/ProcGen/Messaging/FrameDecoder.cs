using System.Buffers;
using System.Buffers.Binary;

namespace ProcGen.Messaging;

/// <summary>Cuts a stream of bytes into frames. Pure: knows no sockets.</summary>
/// <remarks>
/// Bytes go into <see cref="Space"/>, <see cref="Advance"/> says how many, <see cref="TryRead"/> takes frames out. Memory grows with what has
/// arrived, not with what a length field claims, and never beyond <see cref="Limit"/>. Not safe for use by two threads at once.
/// </remarks>
internal sealed class FrameDecoder(int limit) : IDisposable
{
    private const int InitialSize = 4096;
    private const int RetainedSize = 1 << 20;

    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(InitialSize);
    private int _start;
    private int _end;

    /// <summary>The largest content that a frame may have.</summary>
    public int Limit { get; set; } = limit;

    /// <summary>Whether the stream stands inside a frame: if it ends here, it was cut.</summary>
    public bool IsInsideFrame => _end > _start;

    /// <summary>How many bytes of the content of a frame that is not whole have arrived.</summary>
    public int HeldLength => Math.Max(0, _end - _start - Frame.HeaderSize);

    /// <summary>How long its content is to be; 0 as long as its header is not whole.</summary>
    public int ClaimedLength => _end - _start < Frame.HeaderSize ? 0 : BinaryPrimitives.ReadInt32LittleEndian(_bytes.AsSpan(_start));

    /// <summary>What has arrived and is not in a frame that was taken out.</summary>
    public ReadOnlySpan<byte> Held => _bytes.AsSpan(_start, _end - _start);

    /// <summary>Puts in what another decoder held.</summary>
    public void Put(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            Span<byte> space = Space();
            int count = Math.Min(space.Length, bytes.Length);
            bytes[..count].CopyTo(space);
            Advance(count);
            bytes = bytes[count..];
        }
    }

    /// <summary>The same as <see cref="Space"/>, for asynchronous use.</summary>
    public Memory<byte> SpaceMemory()
    {
        // It may move what is held.
        int length = Space().Length;
        return _bytes.AsMemory(_bytes.Length - length);
    }

    /// <summary>Where the next bytes go. Never empty.</summary>
    public Span<byte> Space()
    {
        if (_start == _end)
        {
            _start = _end = 0;
            if (_bytes.Length > RetainedSize)
            {
                Replace(InitialSize);
            }
        }

        if (_end == _bytes.Length)
        {
            MakeRoom();
        }

        return _bytes.AsSpan(_end);
    }

    /// <summary>Says how many bytes were put into <see cref="Space"/>.</summary>
    public void Advance(int count) => _end += count;

    /// <summary>Takes the next whole frame out, if there is one.</summary>
    /// <exception cref="ProtocolException">The bytes are no frame, or it is larger than allowed.</exception>
    public bool TryRead(out Frame frame)
    {
        ReadOnlySpan<byte> held = _bytes.AsSpan(_start, _end - _start);
        if (held.Length < Frame.HeaderSize)
        {
            frame = default;
            return false;
        }

        int length = BinaryPrimitives.ReadInt32LittleEndian(held);
        if (length < 0 || length > Limit)
        {
            throw new ProtocolException($"A frame claims {length} bytes and may have {Limit}: the other side speaks something else.");
        }

        if (held.Length - Frame.HeaderSize < length)
        {
            frame = default;
            return false;
        }

        frame = Frame.Read(held, length);
        _start += Frame.HeaderSize + length;
        return true;
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = [];
        _start = _end = 0;
    }

    private void MakeRoom()
    {
        if (_start > _bytes.Length / 2)
        {
            _bytes.AsSpan(_start, _end - _start).CopyTo(_bytes);
            _end -= _start;
            _start = 0;
        }
        else
        {
            Replace((int)Math.Min(2L * _bytes.Length, Array.MaxLength));
        }
    }

    private void Replace(int size)
    {
        byte[] replacement = ArrayPool<byte>.Shared.Rent(size);
        _bytes.AsSpan(_start, _end - _start).CopyTo(replacement);
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = replacement;
        _end -= _start;
        _start = 0;
    }
}
