using ProcGen.Platform;

namespace ProcGen.Hosting;

/// <summary>The standard streams of one child as its parent sees them.</summary>
internal sealed class ChildStreams : IDisposable
{
    private readonly List<OutputSource> _sources = [];
    private readonly List<SafeDescriptor> _childEnds = [];

    public ErrorTail ErrorTail { get; } = new();

    public LineSink? Lines { get; private init; }

    public SafeDescriptor? OutputForChild { get; private set; }

    public SafeDescriptor? ErrorForChild { get; private set; }

    public bool DiscardOutput { get; private init; }

    public static ChildStreams Create(ChildSpecification specification)
    {
        ChildStreams streams = new()
        {
            Lines = specification is { Output: OutputMode.Capture, OutputReceived: { } received } ? new LineSink(specification.Name, received) : null,
            DiscardOutput = specification.Output == OutputMode.Null,
        };

        if (specification.Output == OutputMode.Capture)
        {
            streams.OutputForChild = streams.AddPipe(isError: false, tail: null, forwardTo: null);
        }

        // A child that outlives this process has its standard error directly: a relay would die with us.
        if (specification.OnParentExit == OnParentExit.End || specification.Output != OutputMode.Inherit)
        {
            streams.ErrorForChild = streams.AddPipe(isError: true, streams.ErrorTail, specification.Output == OutputMode.Inherit && HostPlatform.Current.IsStandardOpen(2) ? 2 : null);
        }

        return streams;
    }

    /// <summary>The child has its ends now: from here on only it (and whom it lets inherit) holds them.</summary>
    public void Begin(int processId)
    {
        if (Lines is not null)
        {
            Lines.ProcessId = processId;
        }

        CloseChildEnds();
        foreach (OutputSource source in _sources)
        {
            OutputRelay.Shared.Add(source);
        }
    }

    /// <summary>The child has ended: moves what is left.</summary>
    public void Drain()
    {
        foreach (OutputSource source in _sources)
        {
            source.Drain();
        }
    }

    /// <summary>Closes everything when there will be no child.</summary>
    public void Dispose()
    {
        CloseChildEnds();
        foreach (OutputSource source in _sources)
        {
            source.Dispose();
        }
    }

    private void CloseChildEnds()
    {
        foreach (SafeDescriptor end in _childEnds)
        {
            end.Dispose();
        }

        _childEnds.Clear();
    }

    private SafeDescriptor AddPipe(bool isError, ErrorTail? tail, int? forwardTo)
    {
        (SafeDescriptor read, SafeDescriptor write) = HostPlatform.Current.CreatePipe();
        _sources.Add(new OutputSource(read, isError, tail, forwardTo, Lines));
        _childEnds.Add(write);
        return write;
    }
}
