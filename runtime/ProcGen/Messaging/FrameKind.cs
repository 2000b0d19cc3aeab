namespace ProcGen.Messaging;

/// <summary>What a frame says. Values are part of the protocol: never change one, add new ones.</summary>
internal enum FrameKind : byte
{
    // Parent to child, on the call channel.

    /// <summary>Who the child is and what it will serve; the first frame.</summary>
    Bootstrap = 1,

    /// <summary>Names an assembly whose targets will be called.</summary>
    Introduce = 2,

    /// <summary>A call.</summary>
    Call = 3,

    /// <summary>No more calls come: exit in good order.</summary>
    Exit = 4,

    /// <summary>Several calls of one target, which are run one after the other.</summary>
    Batch = 5,

    /// <summary>The span that the next call belongs to; sent only where somebody traces.</summary>
    Trace = 6,

    // Child to parent, on the call channel.

    /// <summary>The child is there and understands; the first frame.</summary>
    Hello = 16,

    /// <summary>The child cannot serve, and why.</summary>
    Refusal = 17,

    /// <summary>The result; ends the call.</summary>
    Result = 18,

    /// <summary>The target threw; ends the call.</summary>
    Fault = 19,

    /// <summary>The target heeded its cancellation; ends the call.</summary>
    Cancelled = 20,

    /// <summary>An item of a stream.</summary>
    Item = 21,

    /// <summary>A stream is complete; ends the call.</summary>
    End = 22,

    /// <summary>A value for a progress parameter.</summary>
    Progress = 23,

    // Either way, on the call channel.

    /// <summary>Says nothing and wakes: there is something in the ring.</summary>
    Bell = 24,

    // Parent to child, on the control channel.

    /// <summary>Cancel a call.</summary>
    Cancel = 32,

    /// <summary>More items of a stream may be sent.</summary>
    Credit = 33,

    // Either way, on a connection between processes of any trees.

    /// <summary>An item.</summary>
    Message = 48,

    /// <summary>Bytes of the user's.</summary>
    Bytes = 49,
}
