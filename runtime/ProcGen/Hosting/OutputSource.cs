using System.Runtime.ExceptionServices;
using System.Text;
using ProcGen.Platform;
using ProcGen.Waiting;

namespace ProcGen.Hosting;

/// <summary>One stream that a child writes to, and where it goes: to this process' own, to lines, or nowhere but the tail.</summary>
internal sealed class OutputSource : IDisposable
{
    private const int BufferSize = 4096;

    private readonly Lock _gate = new();
    private readonly ErrorTail? _tail;
    private readonly int? _forwardTo;
    private readonly LineSink? _lines;
    private readonly bool _isError;
    private readonly byte[] _buffer = new byte[BufferSize];

    // Held until a line is complete. The decoder keeps characters that a read cut in the middle.
    private readonly Decoder _decoder = Encoding.UTF8.GetDecoder();
    private readonly StringBuilder _line = new();
    private bool _hasEnded;

    public OutputSource(SafeDescriptor pipe, bool isError, ErrorTail? tail, int? forwardTo, LineSink? lines)
    {
        Pipe = pipe;
        _isError = isError;
        _tail = tail;
        _forwardTo = forwardTo;
        _lines = lines;
    }

    public SafeDescriptor Pipe { get; }

    /// <summary>Moves what is there. False at the end of the stream.</summary>
    public bool Pump()
    {
        lock (_gate)
        {
            while (!_hasEnded)
            {
                int count = HostPlatform.Current.ReadPipe(Pipe, _buffer);
                if (count < 0)
                {
                    return true;
                }

                if (count == 0)
                {
                    _hasEnded = true;
                    FlushLine();
                    break;
                }

                Deliver(_buffer.AsSpan(0, count));
            }

            return false;
        }
    }

    /// <summary>Moves what a child that has ended left behind, its last line too. Whoever inherited the stream from it may still write.</summary>
    public void Drain()
    {
        Pump();
        lock (_gate)
        {
            FlushLine();
        }
    }

    public void Dispose() => Pipe.Dispose();

    private void Deliver(ReadOnlySpan<byte> bytes)
    {
        _tail?.Append(bytes);
        if (_forwardTo is { } number)
        {
            // Nobody reads this process' own stream any more: what is written there is lost, as it would be for us.
            _ = HostPlatform.Current.WriteStandard(number, bytes);
        }

        if (_lines is null)
        {
            return;
        }

        // The decoder may have kept the beginning of a character from the last read.
        Span<char> characters = stackalloc char[BufferSize + 4];
        int count = _decoder.GetChars(bytes, characters, flush: false);
        foreach (char character in characters[..count])
        {
            if (character == '\n')
            {
                FlushLine(isComplete: true);
            }
            else
            {
                _line.Append(character);
            }
        }
    }

    private void FlushLine(bool isComplete = false)
    {
        if (_lines is null || (_line.Length == 0 && !isComplete))
        {
            return;
        }

        if (_line.Length > 0 && _line[^1] == '\r')
        {
            _line.Length--;
        }

        _lines.Add(_isError, _line.ToString());
        _line.Clear();
    }
}

/// <summary>Hands the lines of one child to its event, in order, on the thread pool.</summary>
internal sealed class LineSink(string processName, Action<OutputLine> received) : SerialWork<OutputLine>
{
    [ThreadStatic]
    private static LineSink? t_current;

    public int ProcessId { get; set; }

    public void Add(bool isError, string text) => Post(new OutputLine(processName, ProcessId, isError, text));

    /// <summary>Waits until every line that was added has been handled. From within the event it returns at once: it would wait for itself.</summary>
    public void WaitUntilHandled()
    {
        if (t_current != this)
        {
            Help();
        }
    }

    protected override void Handle(OutputLine item)
    {
        t_current = this;
        try
        {
            received(item);
        }
        catch (Exception exception)
        {
            // An event handler that throws ends the process, as it does anywhere on the thread pool; but not from within a Join that helps.
            ThreadPool.UnsafeQueueUserWorkItem(static thrown => thrown.Throw(), ExceptionDispatchInfo.Capture(exception), preferLocal: false);
        }
        finally
        {
            t_current = null;
        }
    }
}
