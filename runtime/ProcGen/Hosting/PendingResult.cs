using System.Runtime.ExceptionServices;
using ProcGen.CompilerServices;
using ProcGen.Messaging;
using ProcGen.Serialization;

namespace ProcGen.Hosting;

/// <summary>A call that gives one result.</summary>
internal sealed class PendingResult<TResult> : PendingCall
{
    // So that all that go ahead find room in the ring.
    private const int LongestAhead = 384;

    private readonly TargetCall<TResult> _call;
    private readonly CancellationToken _cancellationToken;

    // For callers that do not wait. Its continuations may run where it is completed, which is on the thread pool.
    private readonly TaskCompletionSource<TResult>? _completion;

    // For the caller that waits. Written under the monitor of this object. The failure is written before: who finds it set finds that, too.
    private TResult? _result;
    private bool _isSet;
    private ChildLink? _assigned;

    public PendingResult(TargetCall<TResult> call, bool callerReads, CancellationToken cancellationToken)
    {
        _call = call;
        _cancellationToken = cancellationToken;
        CallerReads = callerReads;
        _completion = callerReads ? null : new TaskCompletionSource<TResult>();
    }

    public override TargetCall Call => _call;

    public override bool MayGoAhead =>
        !CallerReads
        && !IsPinned
        && !_call.IsBatch
        && EncodedLength <= LongestAhead
        && (Options == CallOptions.Default || Options is { Timeout: null, KillOnCancel: false, AffinityKey: null, Priority: 0 });

    /// <summary>The outcome, for callers that do not wait.</summary>
    public Task<TResult> Task => _completion!.Task;

    public override Task Completion => Task;

    public override bool TryAssign(ChildLink link)
    {
        lock (this)
        {
            if (_isSet)
            {
                return false;
            }

            _assigned = link;
            Monitor.PulseAll(this);
            return true;
        }
    }

    /// <summary>Waits for a child that takes the call, and takes it. Null when the call has ended without one.</summary>
    public ChildLink? WaitForChild()
    {
        lock (this)
        {
            while (!_isSet && _assigned is null)
            {
                Monitor.Wait(this);
            }

            ChildLink? assigned = _assigned;
            _assigned = null;
            return assigned;
        }
    }

    /// <summary>The outcome, for the caller that waited: returns the result or throws.</summary>
    public TResult Take()
    {
        if (Failure is not null)
        {
            ExceptionDispatchInfo.Throw(Failure);
        }

        return _result!;
    }

    public override void Fail(Exception exception)
    {
        if (TryEnd(exception))
        {
            Set(default, exception);
        }
    }

    public override void FailCancelled(Exception exception)
    {
        bool isOurs = _cancellationToken.IsCancellationRequested;
        exception = isOurs ? new OperationCanceledException(exception.Message, exception, _cancellationToken) : exception;
        if (!TryEnd(exception))
        {
            return;
        }

        if (_completion is not null && isOurs)
        {
            _completion.TrySetCanceled(_cancellationToken);
        }
        else
        {
            Set(default, exception);
        }
    }

    protected override void Accept(FrameKind kind, ref WireReader reader)
    {
        if (kind != FrameKind.Result)
        {
            throw new ProtocolException($"The process of {Call.Target} sent {kind} where a result was due.");
        }

        TResult result = _call.ReadResult(ref reader);
        reader.End();
        if (TryEnd())
        {
            Set(result, null);
        }
    }

    private void Set(TResult? result, Exception? exception)
    {
        if (_completion is not null)
        {
            _ = exception is null ? _completion.TrySetResult(result!) : _completion.TrySetException(exception);
            return;
        }

        lock (this)
        {
            _result = result;
            _isSet = true;
            Monitor.PulseAll(this);
        }
    }
}
