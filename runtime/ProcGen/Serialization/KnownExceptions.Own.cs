namespace ProcGen.Serialization;

// The exceptions of this library, with what they hold.
internal static partial class KnownExceptions
{
    private const string TailTitle = " Its last lines on standard error:\n";

    // As many bytes as fit into the texts that cross; a longer message comes back as RemoteException.
    private const int MostBytes = 32 * 1024;

    private static string?[] OwnDetails(Exception exception) => exception switch
    {
        RemoteException remote => [remote.TypeName],
        MessageTooLargeException large => [Text(large.Size), Text(large.Limit)],
        MessageTooLongException tooLong => [Text(tooLong.Length), Text(tooLong.Limit)],
        TruncatedMessageException cut => [Text(cut.Received), Text(cut.Length)],
        BufferTooShortException tooShort => [tooShort.Received.Length <= MostBytes ? Convert.ToBase64String(tooShort.Received.Span) : null],
        AbandonedLockException abandoned => [abandoned.Name],
        BrokenBarrierException broken => [Text((int)broken.Reason)],
        SharedObjectException shared => [Text((int)shared.Failure), shared.Name, shared.ProcessId is { } id ? Text(id) : null],
        ProcessStartException start => [Text((int)start.Failure), start.FileName, start.ErrorCode is { } code ? Text(code) : null, start.StandardErrorTail, .. StatusDetails(start.ExitStatus)],
        WorkerLostException worker => [Text(worker.ProcessId), worker.TargetName, worker.StandardErrorTail, Text(worker.Attempt), worker.IsQuarantined ? "1" : "0", .. StatusDetails(worker.ExitStatus)],
        ProcessLostException lost => [Text(lost.ProcessId), lost.TargetName, lost.StandardErrorTail, .. StatusDetails(lost.ExitStatus)],
        _ => [],
    };

    private static Exception? MakeOwn(in Parts parts)
    {
        (string message, Exception? inner) = (parts.Message, parts.Inner);
        return parts.Type switch
        {
            "ProcGen.AbandonedLockException" => new AbandonedLockException(message, parts[0]),
            "ProcGen.BrokenBarrierException" => new BrokenBarrierException(message, (BarrierBreak)Number(parts[0])),
            "ProcGen.BufferTooShortException" => Bytes(parts[0]) is { } received ? new BufferTooShortException(message, received) : null,
            "ProcGen.MessageTooLargeException" => new MessageTooLargeException(Number(parts[0]), Number(parts[1])),
            "ProcGen.MessageTooLongException" => new MessageTooLongException(Number(parts[0]), Number(parts[1])),
            "ProcGen.PoolFullException" => new PoolFullException(message),
            "ProcGen.ProcessLostException" => new ProcessLostException(message, Status(parts, 3), (int)Number(parts[0]), parts[1] ?? "", parts[2] ?? "", inner),
            "ProcGen.ProcessStartException" => MakeStart(parts),
            "ProcGen.ProtocolException" => new ProtocolException(message, inner),
            "ProcGen.QueueCompletedException" => new QueueCompletedException(message),
            "ProcGen.RemoteException" => new RemoteException(parts[0] ?? "", message, inner),
            "ProcGen.SharedObjectException" => new SharedObjectException((SharedObjectFailure)Number(parts[0]), message, parts[1], parts[2] is { } id ? (int)Number(id) : null),
            "ProcGen.TruncatedMessageException" => new TruncatedMessageException(Number(parts[0]), Number(parts[1])),
            "ProcGen.UnserializableValueException" => new UnserializableValueException(message),
            "ProcGen.WorkerLostException" => new WorkerLostException(Status(parts, 5), (int)Number(parts[0]), parts[1] ?? "", (int)Number(parts[3]), parts[2] ?? "", inner, parts[4] == "1"),
            _ => null,
        };
    }

    private static ProcessStartException MakeStart(in Parts parts)
    {
        string tail = parts[3] ?? "";
        bool hasStatus = parts[4] is not null;
        return new ProcessStartException(
            (StartFailure)Number(parts[0]), tail.Length == 0 ? parts.Message : Without(parts.Message, TailTitle + tail), hasStatus ? Status(parts, 4) : null, tail, parts.Inner)
        {
            FileName = parts[1],
            ErrorCode = parts[2] is { } code ? (int)Number(code) : null,
        };
    }

    // Three texts: why, the code, the signal.
    private static string?[] StatusDetails(ExitStatus? status) =>
        status is null ? [null, null, null] : [Text((int)status.Reason), status.Code is { } code ? Text(code) : null, status.Signal is { } signal ? Text(signal) : null];

    private static ExitStatus Status(in Parts parts, int first) => new(
        parts[first + 1] is { } code ? (int)Number(code) : null,
        parts[first + 2] is { } signal ? (int)Number(signal) : null,
        parts[first] is { } reason ? (ExitReason)Number(reason) : ExitReason.Unknown);

    private static byte[]? Bytes(string? text)
    {
        byte[] bytes = new byte[((text?.Length ?? 0) + 3) / 4 * 3];
        return text is not null && Convert.TryFromBase64String(text, bytes, out int length) ? bytes[..length] : null;
    }
}
