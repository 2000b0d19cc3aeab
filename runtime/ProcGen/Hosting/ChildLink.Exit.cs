using ProcGen.Memory;
using ProcGen.Platform;
using ProcGen.Waiting;

namespace ProcGen.Hosting;

internal sealed partial class ChildLink
{
    private void OnExitReady()
    {
        if (!HostPlatform.Current.TryPeekExit(_process, out RawExit exit))
        {
            _exitReady.Arm();
            return;
        }

        // The zombie still pins the id: whatever is found under it is its own.
        if (exit.Code is null)
        {
            HostPlatform.Current.RemoveDiagnosticFiles(ProcessId, _specification.Environment?.GetValueOrDefault("TMPDIR") ?? Path.GetTempPath());
        }

        // Before anybody hears of its end: who joins it finds its locks free.
        TreeArena.RecoverDead();
        HostPlatform.Current.Reap(_process);
        _streams.Drain();
        ExitStatus status = Describe(exit);
        Reader reader;
        lock (_gate)
        {
            ExitStatus = status;
            reader = _reader;
            if (reader == Reader.Caller)
            {
                // Under the lock: a caller that has found the end itself lets go of the channel, and it is closed, as soon as the status is there.
                _calls.Shutdown();
            }
        }

        if (reader == Reader.Reactor)
        {
            // All that it sent is in the channel by now.
            OnCallsReady();
            lock (_gate)
            {
                _reader = _reader == Reader.Reactor ? Reader.Nobody : _reader;
            }
        }

        _deadline.Dispose();
        if (!_isReady)
        {
            _startError ??= new ProcessStartException(
                StartFailure.ExitedBeforeHello, $"Process '{Name}' ({ProcessId}) was started from '{FileName}' and {status} before it said hello.", status, ErrorTail) { FileName = FileName };
        }

        TryFinish();
        ProcessTree.Remove(this);
        _exited.Set();
        _exitedTask.TrySetResult();
        LocalBell.Exits.Ring();
    }

    private void TryFinish()
    {
        PendingCall? pending;
        lock (_gate)
        {
            if (ExitStatus is null || _reader != Reader.Nobody || _isFinished)
            {
                return;
            }

            _isFinished = true;
            pending = _pending;
            _pending = null;
            _following.Clear();
            _unsentCount = 0;
        }

        _callsReady.Remove();
        _exitReady.Remove();
        _calls.Dispose();
        _control.Dispose();
        _process.Dispose();

        // Not the buffer: a caller may be writing a call into it, and finds out behind that.
        _owner.OnEnded(this, pending);
    }

    private ExitStatus Describe(RawExit exit) => exit switch
    {
        { Code: { } code } => new ExitStatus(code, null, ExitReason.Exited),
        { Signal: { } signal } when signal == _signalSent => new ExitStatus(null, signal, ExitReason.KilledByUs),
        { Signal: SignalNames.Kill } when ProcessTree.SawOutOfMemoryKill() => new ExitStatus(null, SignalNames.Kill, ExitReason.OutOfMemoryLikely),
        { Signal: SignalNames.Abort } when ErrorTail.Contains("Out of memory", StringComparison.OrdinalIgnoreCase) => new ExitStatus(null, SignalNames.Abort, ExitReason.OutOfMemoryLikely),
        { Signal: { } signal } => new ExitStatus(null, signal, ExitReason.Signalled),
        _ => new ExitStatus(null, null, ExitReason.Unknown),
    };

    private sealed class ExitHandler(ChildLink link) : IReadinessHandler
    {
        public void OnReady() => link.OnExitReady();
    }
}
