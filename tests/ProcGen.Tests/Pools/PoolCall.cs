using ProcGen.CompilerServices;
using ProcGen.Hosting;
using ProcGen.Serialization;

namespace ProcGen.Tests.Pools;

/// <summary>Calls for a scheduler that never look into them.</summary>
internal static class PoolCall
{
    public static PendingCall New(int priority = 0, object? key = null) => New(new CallOptions { Priority = priority, AffinityKey = key });

    public static PendingCall New(CallOptions options) => new PendingResult<int>(new NoCall(), callerReads: true, CancellationToken.None) { Options = options };

    /// <summary>One that may go ahead.</summary>
    public static PendingCall Short() => new PendingResult<int>(new NoCall(), callerReads: false, CancellationToken.None);

    private sealed class NoCall : TargetCall<int>
    {
        public override TargetDescriptor Target => throw new NotSupportedException();

        public override ValueTask<int> InvokeAsync(CallContext context) => throw new NotSupportedException();

        public override int ReadResult(ref WireReader reader) => throw new NotSupportedException();

        public override void WriteArguments(ref WireWriter writer) => throw new NotSupportedException();

        public override void WriteResult(ref WireWriter writer, int result) => throw new NotSupportedException();
    }
}
