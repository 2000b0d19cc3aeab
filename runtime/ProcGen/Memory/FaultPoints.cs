using ProcGen.Platform;

namespace ProcGen.Memory;

/// <summary>Places between two steps of an update at which tests end or stop a process, to see that the others go on.</summary>
internal enum FaultPoint
{
    CellClaimed,
    CellInitialized,
    CellUnreferenced,
    CellClearing,
    CellCleared,
    CellFreed,
    RecoveryBegun,
    RecoveryRepaired,
    RecoveryForgotten,
    LockAboutToTake,
    LockTaken,
    LockHolderNoted,
    LockAboutToSleep,
    LockAwake,
    LockHolderForgotten,
    LockReleased,
    LockWoken,
    SemaphoreHelped,
    SemaphoreTaken,
    SemaphoreAboutToSleep,
    SemaphoreReleased,
    SemaphoreWoken,
    EventAboutToSleep,
    EventSet,
    EventWoken,
    ConditionClaimed,
    ConditionUnlocked,
    ConditionNotified,
    ConditionRelocked,
    ConditionNodeNotified,
    ConditionNodeWoken,
    BarrierEntered,
    BarrierArrived,
    BarrierActing,
    BarrierPassed,
    BarrierWoken,
    BarrierLeaving,
    QueueBlockClaimed,
    QueueBlockFilled,
    QueueEnqueued,
    QueueItemTold,
    QueueTaken,
    QueueTakerNoted,
    QueueRoomTold,
    QueueBlockFreed,
    QueueTakenOut,
    LargeItemReserved,
    FrameWritten,
    FramePublished,
    FrameTold,
    FrameConsumed,
    FrameBegun,
    FrameAboutToSleep,
    PipeBlockFilled,
    PipeBlockSent,
    PipeBlockTaken,
    PipeWritten,
    PipePublished,
    PipeItemTold,
    PipeConsumed,
    PipeRoomTold,
    PipeAboutToSleep,
    PipeEndSent,
    PipeEndLeft,
    PipeEndTaken,
    PipeEndClosed,
    PipeClosingTold,
}

/// <summary>Carries out what the environment variable <c>PROCGEN_FAULT</c> asks for: <c>POINT:HIT:kill</c> or <c>POINT:HIT:stop</c>, at the n-th passage, counted from 1.</summary>
/// <remarks>Without the variable, which only tests set, a passage is a comparison with a constant.</remarks>
internal static class FaultPoints
{
    public const string Variable = "PROCGEN_FAULT";

    private static readonly (FaultPoint Point, int Hit, int Signal)? Planned = Read(Environment.GetEnvironmentVariable(Variable));
    private static readonly bool IsEnabled = Planned is not null;
    private static int s_hits;

    public static void Pass(FaultPoint point)
    {
        if (IsEnabled)
        {
            Hit(point);
        }
    }

    private static void Hit(FaultPoint point)
    {
        if (Planned is { } planned && planned.Point == point && Interlocked.Increment(ref s_hits) == planned.Hit)
        {
            HostPlatform.Current.EndBySignal(planned.Signal);
        }
    }

    private static (FaultPoint Point, int Hit, int Signal)? Read(string? text)
    {
        const int Kill = 9;
        const int Stop = 19;
        return text?.Split(':') is [{ } point, { } hit, { } deed]
            ? (Enum.Parse<FaultPoint>(point), int.Parse(hit, System.Globalization.CultureInfo.InvariantCulture), deed == "stop" ? Stop : Kill)
            : null;
    }
}
