using System.Reflection;
using System.Runtime.CompilerServices;
using ProcGen.CompilerServices;
using ProcGen.Memory;
using ProcGen.Messaging;
using ProcGen.Platform;
using ProcGen.Serialization;

namespace ProcGen.Hosting;

// The child, from its first instruction to its exit.
//
// Everything here runs on the main thread, under ChildProgram, the startup hook or the guard in Main: it reads calls and runs them one after the other.
// ChildControl, a thread of its own, watches the control channel: cancellation, credit for streams, and the end of the parent.
//
// This is the path that a user waits for with every start. On it: no reflection but the load of the one assembly whose target is called, no
// Console, no LINQ, no tasks until the target itself wants them.
internal sealed class ChildHost
{
    private const int CallsDescriptor = SpawnRequest.FirstInherited;
    private const int ControlDescriptor = SpawnRequest.FirstInherited + 1;
    private const int ArenaDescriptor = SpawnRequest.FirstInherited + 2;
    private const int PageDescriptor = SpawnRequest.FirstInherited + 3;

    private readonly FrameChannel _calls;
    private readonly Bootstrap _bootstrap;
    private readonly ChildControl _control;
    private readonly CallReply _reply;
    private readonly WorkerPage? _page;
    private bool _hasEntryAssembly;

    // Of the call that it names, which comes next, if its caller traces.
    private TraceContext? _trace;

    private ChildHost(FrameChannel calls, Bootstrap bootstrap, WorkerPage? page, ChildControl control)
    {
        _calls = calls;
        _bootstrap = bootstrap;
        _control = control;
        _reply = new CallReply(calls, control, bootstrap.MessageLimit);
        _page = page;
    }

    /// <summary>Whether the child has entered its first target: from there on it may start children of its own.</summary>
    public static bool HasBegun { get; private set; }

    public static int Run(ChildMarker marker)
    {
        try
        {
            return Enter(marker);
        }
        catch (IOException)
        {
            // The parent is gone, and with it everybody who could be told.
            return ExitStatus.ParentLostCode;
        }
    }

    /// <summary>Waits as the runtime does when Main returns, until no foreground thread but this one is left.</summary>
    public static void WaitForForegroundThreads()
    {
        TimeSpan pause = TimeSpan.FromMilliseconds(1);
        while (HostPlatform.Current.CountOtherForegroundThreads() > 0)
        {
            // Nobody tells when a thread of somebody else ends.
            Thread.Sleep(pause);
            pause = TimeSpan.FromMilliseconds(Math.Min(2 * pause.TotalMilliseconds, 50));
        }
    }

    private static int Enter(ChildMarker marker)
    {
        HostPlatform platform = HostPlatform.Current;
        FrameChannel calls = new(platform.AdoptInherited(CallsDescriptor), WireBuffer.DefaultLimit);
        SafeDescriptor control = platform.AdoptInherited(ControlDescriptor);
        SafeDescriptor arena = platform.AdoptInherited(ArenaDescriptor);
        ChildMarker.Clear();
        if (!calls.TryReceive(wait: true, out Frame frame, out _) || frame.Kind != FrameKind.Bootstrap)
        {
            return ExitStatus.ParentLostCode;
        }

        WireReader reader = new(frame.Payload);
        Bootstrap bootstrap = Bootstrap.Read(ref reader);
        if (bootstrap.OnParentExit == OnParentExit.End)
        {
            // The signal is for a parent that dies from now on; one that is dead already shows by another being our parent.
            platform.EndWithParent();
            if (platform.ParentProcessId != marker.ParentProcessId)
            {
                return ExitStatus.ParentLostCode;
            }
        }

        BecomeChild(bootstrap);
        TreeArena.Inherit(arena, bootstrap.Name);
        TreeArena.Repair = SharedStateRepair.Instance;
        WorkerPage? page = bootstrap.IsWorker ? WorkerPage.Open(platform.AdoptInherited(PageDescriptor)) : null;
        SendHello(calls);
        if (page is not null)
        {
            // The parent does so when it has read the hello, and sends nothing between that and its first frame.
            calls.UseRings(outgoing: page.Replies, incoming: page.Calls);
        }

        ChildHost host = new(calls, bootstrap, page, ChildControl.Start(control, bootstrap));
        return host.Serve();
    }

    private static void BecomeChild(Bootstrap bootstrap)
    {
        foreach (string name in bootstrap.TransientVariables)
        {
            Environment.SetEnvironmentVariable(name, null);
        }

        ProcessInfo.Current = new ProcessInfo
        {
            Id = Environment.ProcessId,
            Name = bootstrap.Name,
            IsDaemon = bootstrap.IsDaemon,
            AuthKey = bootstrap.AuthKey,
            IsChild = true,
        };
        ProcessorBudget.Own = bootstrap.ProcessorShare;
        ProcessInfo.SetParent(bootstrap.ParentProcessId, bootstrap.ParentName);
    }

    private static void SendHello(FrameChannel calls)
    {
        using WireBuffer buffer = new();
        WireWriter writer = new(buffer);
        Frame.Begin(ref writer, FrameKind.Hello, 0);
        Span<byte> hello = stackalloc byte[Hello.Size];
        Hello.OfThisProcess().Write(hello);
        writer.WriteRaw(hello);
        writer.Flush();
        Frame.Finish(buffer);
        calls.Send(buffer.WrittenSpan);
    }

    private int Serve()
    {
        while (_calls.TryReceive(wait: true, out Frame frame, out _))
        {
            switch (frame.Kind)
            {
                case FrameKind.Introduce:
                    if (!Load(frame))
                    {
                        return 1;
                    }

                    break;
                case FrameKind.Call or FrameKind.Batch:
                    bool succeeded = Execute(frame);
                    if (!_bootstrap.IsWorker)
                    {
                        return succeeded ? 0 : 1;
                    }

                    break;
                case FrameKind.Trace:
                    WireReader reader = new(frame.Payload);
                    _trace = TraceContext.Read(frame.CallId, ref reader);
                    break;
                case FrameKind.Exit:
                    return 0;
                default:
                    throw new ProtocolException($"A child was sent {frame.Kind}, which is not for children.");
            }
        }

        return ExitStatus.ParentLostCode;
    }

    /// <summary>Loads the assembly whose targets will be called, and sees that it is the parent's.</summary>
    private bool Load(in Frame frame)
    {
        WireReader reader = new(frame.Payload);
        Introduction introduction = Introduction.Read(ref reader);
        string? refusal = null;
        try
        {
            Assembly assembly = Find(introduction);
            RestoreEntryAssembly(assembly, introduction.Path);
            RuntimeHelpers.RunModuleConstructor(assembly.ManifestModule.ModuleHandle);
            Introduction own = Introduction.Of(TargetTable.Find(assembly)
                ?? throw new InvalidOperationException($"{assembly} has no targets here"));
            if (own.ModuleVersion != introduction.ModuleVersion || own.LayoutHash != introduction.LayoutHash)
            {
                refusal = $"its build of {assembly.GetName().Name} is another one than its parent's ({own.ModuleVersion} and not {introduction.ModuleVersion}). Was the program rebuilt while it ran? Start it again.";
            }
        }
        catch (Exception exception)
        {
            refusal = $"it could not load {introduction.Name}: {exception.GetBaseException().Message}";
        }

        if (refusal is null)
        {
            return true;
        }

        _reply.SendRefusal(refusal);
        return false;
    }

    private static Assembly Find(Introduction introduction)
    {
        if (Assembly.GetEntryAssembly() is { } entry && entry.FullName == introduction.Name)
        {
            return entry;
        }

        // By file where there is one, since parsing a name costs more than the load. The runtime gives the program's own assemblies for
        // their own files; what a program loaded from elsewhere brings its neighbours along.
        if (introduction.Path.Length > 0 && RuntimeFeature.IsDynamicCodeSupported)
        {
            return LoadFile(introduction.Path);
        }

        return Assembly.Load(new AssemblyName(introduction.Name));
    }

    // Code that asks for the program's assembly is to get the program's, and not this library, which is only run in its place.
    private void RestoreEntryAssembly(Assembly loaded, string path)
    {
        if (_bootstrap.MainAssembly.Length > 0 && !_hasEntryAssembly)
        {
            _hasEntryAssembly = true;
            Assembly.SetEntryAssembly(path == _bootstrap.MainAssembly ? loaded : LoadFile(_bootstrap.MainAssembly));
        }
    }

    [System.Diagnostics.CodeAnalysis.UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "Reached only where code can be loaded at run time: the parent has this very assembly loaded from this file.")]
    private static Assembly LoadFile(string path) => Assembly.LoadFrom(path);

    private bool Execute(in Frame frame)
    {
        long callId = frame.CallId;
        if (!TryBegin(frame))
        {
            return true;
        }

        _reply.Begin(callId);
        CancellationToken cancellation = _control.Begin(callId);
        try
        {
            WireReader reader = new(frame.Payload);
            ulong id = reader.ReadUInt64();
            TargetDescriptor target = TargetTable.Find(id) ?? throw reader.Error($"target {id:x16} is not known");
            TargetCall call = frame.Kind == FrameKind.Batch ? new BatchRun(target, frame.Payload[reader.Position..], _page) : target.Read(ref reader);
            if (frame.Kind != FrameKind.Batch)
            {
                reader.End();
            }

            HasBegun = true;
            (call as IChildEntry)?.EnterChild();
            CallContext context = new(cancellation, _reply, frame.Attempt);
            _control.Context = context;
            CallInfo.Current = new CallInfo(target.Name, frame.Attempt);
            using TargetSpan? span = _trace is { } trace && trace.CallId == callId ? TargetSpan.Start(trace, target.Name, frame.Attempt, cancellation) : null;
            ValueTask running = call.ExecuteAsync(context, _reply);
            if (!running.IsCompletedSuccessfully)
            {
                running.AsTask().GetAwaiter().GetResult();
            }

            span?.Succeed();
            return true;
        }
        catch (IOException) when (_control.ParentIsLost)
        {
            // There is nobody to tell any more.
            return true;
        }
        catch (Exception exception)
        {
            Report(exception, cancellation);
            return false;
        }
        finally
        {
            CallInfo.Current = null;
            _trace = null;
            _control.End();
            _reply.End();
        }
    }

    // Arguments are read by code of users: from here on the call may have taken effect, or have brought this process down.
    private bool TryBegin(in Frame frame)
    {
        if (_page is null || frame.Place is not (>= 1 and <= WorkerPage.Places))
        {
            return true;
        }

        if (frame.Kind == FrameKind.Batch)
        {
            _page.BegunItem = 0;
            _page.Forget(0);
        }

        bool isOurs = _page.TryBegin(frame.Place, frame.CallId);
        FaultPoints.Pass(FaultPoint.FrameBegun);
        return isOurs;
    }

    private void Report(Exception exception, CancellationToken cancellation)
    {
        bool isCancelled = exception is OperationCanceledException && cancellation.IsCancellationRequested;
        if (_bootstrap.PrintsFault && !isCancelled)
        {
            Console.Error.WriteLine($"Process {_bootstrap.Name} ({Environment.ProcessId}): unhandled exception.{Environment.NewLine}{exception}");
            Console.Error.Flush();
        }

        try
        {
            _reply.SendFault(exception, isCancelled);
        }
        catch (IOException) when (_control.ParentIsLost)
        {
            // As above.
        }
    }
}
