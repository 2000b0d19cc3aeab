using System.Text;

namespace ProcGen.Hosting;

/// <summary>Keeps the last bytes that a process wrote to standard error. Safe for use from any thread.</summary>
internal sealed class ErrorTail
{
    private const int Capacity = 4096;

    private readonly Lock _gate = new();
    private byte[]? _ring;
    private long _written;

    public void Append(ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
        {
            _ring ??= new byte[Capacity];
            if (bytes.Length > Capacity)
            {
                _written += bytes.Length - Capacity;
                bytes = bytes[^Capacity..];
            }

            foreach (byte value in bytes)
            {
                _ring[_written++ % Capacity] = value;
            }
        }
    }

    /// <summary>The text, without the line that the ring cut.</summary>
    public override string ToString()
    {
        lock (_gate)
        {
            if (_ring is null)
            {
                return "";
            }

            if (_written <= Capacity)
            {
                return Encoding.UTF8.GetString(_ring, 0, (int)_written).TrimEnd();
            }

            int cut = (int)(_written % Capacity);
            string text = Encoding.UTF8.GetString([.. _ring.AsSpan(cut), .. _ring.AsSpan(0, cut)]);
            return text[(text.IndexOf('\n') + 1)..].TrimEnd();
        }
    }
}
