using ProcGen.Memory;
using ProcGen.Messaging;
using ProcGen.Platform;
using ProcGen.Serialization;
using ProcGen.Waiting;

namespace ProcGen.Hosting;

internal sealed partial class ChildLink
{
    private const int MaxRefusal = 16 * 1024;

    /// <summary>Starts a child. It has not said hello yet when this returns.</summary>
    /// <param name="specification">What it is to be.</param>
    /// <param name="owner">Who is told of its life.</param>
    /// <param name="first">
    /// Its first call, which is sent along: the child then has all it needs, even if this process dies at once. For workers null; they get
    /// calls when they are ready.
    /// </param>
    /// <exception cref="ProcessStartException">The system refused.</exception>
    /// <exception cref="InvalidOperationException">This program, or this process at this time, cannot start children.</exception>
    public static ChildLink Start(ChildSpecification specification, IChildOwner owner, PendingCall? first = null)
    {
        HostPlatform.Current.EnsureSupported();
        ProcessHost.ThrowIfNotBootstrapped();
        TreeArena.Repair = SharedStateRepair.Instance;
        LaunchCommand command = LaunchCommand.Choose(LaunchFacts.Gather(), specification.Executable);
        string fileName = command.FileName;
        if (specification.WorkingDirectory is { } directory && !Directory.Exists(directory))
        {
            throw new ProcessStartException(StartFailure.CouldNotSpawn, $"Process '{specification.Name}' was not started: its working directory '{directory}' does not exist.") { FileName = fileName };
        }

        string[] environment = ChildEnvironment.Make(specification, command.Entry, out string[] transient);
        (SafeDescriptor callsHere, SafeDescriptor callsThere) = HostPlatform.Current.CreateSocketPair();
        (SafeDescriptor controlHere, SafeDescriptor controlThere) = HostPlatform.Current.CreateSocketPair();
        ChildStreams streams = ChildStreams.Create(specification);
        SpawnedProcess process;
        try
        {
            process = Spawner.Spawn(new SpawnRequest
            {
                FileName = fileName,
                Arguments = [$"{Path.GetFileName(fileName)} [{specification.Name}]", .. command.Arguments],
                Environment = environment,
                WorkingDirectory = specification.WorkingDirectory,
                Inherited = specification.Page is { } page ? [callsThere, controlThere, TreeArena.Memory, page.Memory] : [callsThere, controlThere, TreeArena.Memory],
                StandardOutput = streams.OutputForChild,
                StandardError = streams.ErrorForChild,
                DiscardOutput = streams.DiscardOutput,
                ProcessorAffinity = specification.ProcessorAffinity,
            });
        }
        catch (Exception exception)
        {
            callsHere.Dispose();
            controlHere.Dispose();
            streams.Dispose();
            throw exception is SpawnException refused
                ? new ProcessStartException(
                    StartFailure.CouldNotSpawn,
                    $"Process '{specification.Name}' was not started: the system could not run '{fileName}': {refused.Message}.",
                    innerException: refused) { FileName = fileName, ErrorCode = refused.ErrorCode }
                : exception;
        }
        finally
        {
            callsThere.Dispose();
            controlThere.Dispose();
        }

        try
        {
            ChildLink link = new(specification, owner, process, callsHere, controlHere, streams, fileName);
            streams.Begin(process.Id);
            link.SetPriority();
            link.Begin(transient, command.MainAssembly, first);
            return link;
        }
        catch
        {
            // Nobody would watch it, and so nobody would ever reap it.
            Discard(process);
            throw;
        }
    }

    // Right after the spawn, while the child is one thread that loads its program, so that all later ones inherit it; and again when it is
    // ready, in case that this thread was held up meanwhile.
    private void SetPriority()
    {
        if (_specification.Priority is { } priority)
        {
            HostPlatform.Current.SetPriority(ProcessId, priority);
        }
    }

    private static void Discard(SpawnedProcess process)
    {
        HostPlatform.Current.SendSignal(process, SignalNames.Kill);
        HostPlatform.Current.WaitUntilReadable(process.ExitHandle, EndTimeout);
        HostPlatform.Current.Reap(process);
    }

    private void Begin(string[] transient, string mainAssembly, PendingCall? first)
    {
        ProcessTree.Add(this);
        _deadline.Change(Durations.ForTimer(_specification.StartTimeout), Timeout.InfiniteTimeSpan);
        Bootstrap bootstrap = new()
        {
            Name = Name,
            ParentName = ProcessInfo.Current.Name,
            ParentProcessId = Environment.ProcessId,
            IsDaemon = IsDaemon,
            OnParentExit = OnParentExit,
            IsWorker = _specification.IsWorker,
            PrintsFault = _specification.PrintsFault,
            AuthKey = _specification.AuthKey,
            MessageLimit = _specification.MessageLimit,
            ProcessorShare = _specification.ProcessorShare,
            TransientVariables = transient,
            MainAssembly = mainAssembly,
        };
        WireWriter writer = new(_sending);
        Frame.Begin(ref writer, FrameKind.Bootstrap, 0);
        bootstrap.Write(ref writer);
        writer.Flush();
        Frame.Finish(_sending);
        if (first is not null)
        {
            WriteCall(first);
            _pending = first;
        }

        bool isSent = TrySend(_calls, _sending);
        Arm(forWrite: !isSent);
        _exitReady.Arm();
    }

    /// <summary>Takes the first frame of a child. Whether the reactor is to read on: for the call that was sent along, or to the end of a child that is of no use.</summary>
    private bool AcceptHello(in Frame frame)
    {
        string? problem =
            frame.Kind != FrameKind.Hello || !Hello.TryRead(frame.Payload, out Hello hello) ? "it does not speak ProcGen's protocol"
            : hello.FindMismatch(Hello.OfThisProcess());
        if (problem is not null)
        {
            RefuseStranger(problem);
            return true;
        }

        _deadline.Change(Timeout.Infinite, Timeout.Infinite);
        SetPriority();
        _calls.Limit = LimitOfFrames;
        if (_specification.Page is { } page)
        {
            _calls.UseRings(outgoing: page.Calls, incoming: page.Replies);
        }

        lock (_gate)
        {
            Volatile.Write(ref _isReady, true);
            if (_pending is not null)
            {
                return true;
            }

            _reader = Reader.Nobody;
        }

        _owner.OnReady(this);
        return false;
    }

    private void RefuseStranger(string problem) =>
        Refuse($"Process '{Name}' ({ProcessId}) was started from '{FileName}' but cannot serve this process: {problem}. Start a build of the same program.");

    private void Refuse(string message)
    {
        _startError ??= new ProcessStartException(StartFailure.Refused, message) { FileName = FileName };
        SendSignal(SignalNames.Kill);
    }

    private void OnDeadline()
    {
        lock (_gate)
        {
            if (ExitStatus is not null || (_isReady && !_channelEnded))
            {
                return;
            }

            if (!_isReady)
            {
                _startError ??= new ProcessStartException(
                    StartFailure.NoHelloInTime,
                    $"Process '{Name}' ({ProcessId}) was started from '{FileName}' and did not say hello within {_specification.StartTimeout.TotalSeconds:0.###} s; it has been killed.",
                    errorTail: ErrorTail) { FileName = FileName };
            }
        }

        SendSignal(SignalNames.Kill);
    }
}
