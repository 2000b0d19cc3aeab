using ProcGen.Waiting;

namespace ProcGen.Messaging;

// Apart, since nothing can be awaited where there are pointers.
internal sealed partial class PipeChannel
{
    public override async ValueTask<WaitOutcome> WaitToReceiveAsync(Deadline deadline, CancellationToken cancellationToken) =>
        (await AsyncWait.Run(new ItemStep(this), deadline, cancellationToken).ConfigureAwait(false)).Outcome;

    protected override async ValueTask<WaitOutcome> WaitToSendAsync(Deadline deadline, CancellationToken cancellationToken) =>
        (await AsyncWait.Run(new RoomStep(this), deadline, cancellationToken).ConfigureAwait(false)).Outcome;
}
