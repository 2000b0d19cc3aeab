using System.ComponentModel;
using ProcGen.Platform;
using ProcGen.Waiting;

namespace ProcGen.Memory;

// An arena for one object that processes which are not related find by its name.
//
// The name is a socket that listens. Whoever comes is given two descriptors: the arena's memory, and the socket itself. So everybody who has
// the object open also answers to its name, whoever made it may go, and when the last holder is gone, in whatever way, the kernel frees name
// and memory at once: nothing is left behind that would have to be swept.
//
// Answering is the reactor's work: it never waits. Both sides ask the kernel for the other's user and talk to nobody else.
internal sealed class NamedArena : IReadinessHandler
{
    /// <summary>How long a name may be, in bytes of UTF-8: what a socket's address holds besides the prefix.</summary>
    public const int MaxNameLength = 80;

    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(5);
    private static readonly Lock Gate = new();
    private static readonly Dictionary<string, NamedArena> Open = new(StringComparer.Ordinal);

    private readonly SafeDescriptor _memory;
    private readonly SafeDescriptor _listener;
    private readonly Reactor.Registration _registration;

    // References that are open, and those that were not collected yet. Guarded by Gate.
    private int _users = 1;
    private int _references = 1;

    private NamedArena(string name, SafeDescriptor memory, SafeDescriptor listener, ICellRepair? repair)
    {
        Name = name;
        _memory = memory;
        _listener = listener;
        Arena = Arena.Open(memory, ArenaLayout.Named, TreeArena.ProcessName);
        Arena.Repair = repair;
        AppDomain.CurrentDomain.ProcessExit += OnProcessExit;
        _registration = Reactor.Shared.Register(listener, this);
    }

    public string Name { get; }

    public Arena Arena { get; }

    /// <summary>For those who make something under a name: null would be something without one.</summary>
    /// <exception cref="ArgumentNullException">There is no name.</exception>
    public static string Require(string name) => name ?? throw new ArgumentNullException(nameof(name));

    /// <summary>Makes an arena under a name that is free. <paramref name="fill"/> makes what is in it, before anybody can find it.</summary>
    /// <exception cref="SharedObjectException">The name is taken.</exception>
    public static SharedReference Create(string name, ICellRepair? repair, Func<Arena, NamedArena, SharedReference> fill)
    {
        ThrowIfIllegal(name);
        HostPlatform.Current.EnsureSupported();
        lock (Gate)
        {
            SafeDescriptor listener = HostPlatform.Current.BindName(name)
                ?? throw new SharedObjectException(SharedObjectFailure.NameTaken, $"The name '{name}' is taken. Open what has it, or choose another.", name);
            SafeDescriptor memory = HostPlatform.Current.CreateMemory(ArenaLayout.Named.FileSize);
            NamedArena named = new(name, memory, listener, repair);
            try
            {
                SharedReference reference = fill(named.Arena, named);
                named.Begin();
                return reference;
            }
            catch
            {
                named.End();
                named.Arena.Unmap();
                throw;
            }
        }
    }

    /// <summary>Finds the arena that has a name.</summary>
    /// <param name="name">The name.</param>
    /// <param name="repair">What repairs cells of the kind that is expected.</param>
    /// <param name="open">Opens the cell, or throws if it is another kind of thing.</param>
    /// <exception cref="SharedObjectException">Nobody has the name, or who has it does not answer.</exception>
    public static SharedReference Find(string name, ICellRepair? repair, Func<Arena, NamedArena, SharedReference> open)
    {
        ThrowIfIllegal(name);
        HostPlatform.Current.EnsureSupported();
        lock (Gate)
        {
            if (Open.TryGetValue(name, out NamedArena? known))
            {
                known.Retain();
                return OpenCell(known, open);
            }

            (SafeDescriptor memory, SafeDescriptor listener) = Ask(name);
            NamedArena named = new(name, memory, listener, repair);
            named.Begin();
            return OpenCell(named, open);
        }
    }

    /// <summary>Counts one more reference.</summary>
    public void Retain()
    {
        lock (Gate)
        {
            _users++;
            _references++;
        }
    }

    /// <summary>A reference was closed. With the last one this process no longer answers to the name.</summary>
    public void Close()
    {
        lock (Gate)
        {
            if (--_users == 0)
            {
                End();
            }
        }
    }

    /// <summary>A reference was collected: no thread is at work with it. With the last one the mapping goes.</summary>
    public void Collect()
    {
        lock (Gate)
        {
            if (--_references == 0)
            {
                Arena.Unmap();
            }
        }
    }

    void IReadinessHandler.OnReady()
    {
        try
        {
            while (HostPlatform.Current.Accept(_listener) is { } socket)
            {
                using (socket)
                {
                    if (HostPlatform.Current.IsPeerOfSameUser(socket))
                    {
                        // One that takes no answer has gone again.
                        _ = HostPlatform.Current.SendDescriptors(socket, "P"u8, [_memory, _listener]);
                    }
                }
            }

            _registration.Arm();
        }
        catch (Win32Exception)
        {
            // Such as a lack of descriptors. Who came waits meanwhile.
            _registration.ArmLater();
        }
        catch (ObjectDisposedException)
        {
            // It was closed meanwhile.
        }
    }

    private static SharedReference OpenCell(NamedArena named, Func<Arena, NamedArena, SharedReference> open)
    {
        try
        {
            return open(named.Arena, named);
        }
        catch
        {
            named.Close();
            named.Collect();
            throw;
        }
    }

    private static (SafeDescriptor Memory, SafeDescriptor Listener) Ask(string name)
    {
        long deadline = Environment.TickCount64 + (long)AnswerLimit.TotalMilliseconds;
        while (HostPlatform.Current.ConnectToName(name) is { } socket)
        {
            using (socket)
            {
                if (!HostPlatform.Current.IsPeerOfSameUser(socket))
                {
                    throw new SharedObjectException(SharedObjectFailure.NameRefused, $"The name '{name}' belongs to another user.", name);
                }

                TimeSpan left = TimeSpan.FromMilliseconds(Math.Max(0, deadline - Environment.TickCount64));
                List<SafeDescriptor> descriptors = [];
                if (HostPlatform.Current.WaitUntilReadable(socket, left) && HostPlatform.Current.ReceiveDescriptors(socket, new byte[1], descriptors) == 1 && descriptors is [var memory, var listener])
                {
                    return (memory, listener);
                }

                foreach (SafeDescriptor descriptor in descriptors)
                {
                    descriptor.Dispose();
                }
            }

            if (Environment.TickCount64 >= deadline)
            {
                throw new SharedObjectException(SharedObjectFailure.NoAnswer, $"Who has the name '{name}' did not answer within {AnswerLimit.TotalSeconds:0} s. Are its processes stopped?", name);
            }
        }

        throw new SharedObjectException(SharedObjectFailure.NameNotFound, $"Nothing has the name '{name}'. It goes with the last process that has it open.", name);
    }

    /// <summary>What is wrong with a name, or null.</summary>
    public static string? FindFault(string name) =>
        name.Length == 0 ? "A name may not be empty."
        : name.Contains('\0', StringComparison.Ordinal) ? "A name may not contain the character NUL."
        : System.Text.Encoding.UTF8.GetByteCount(name) is > MaxNameLength and var length ? $"A name may have {MaxNameLength} bytes in UTF-8, and this one has {length}."
        : null;

    private static void ThrowIfIllegal(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (FindFault(name) is { } fault)
        {
            throw new ArgumentException(fault, nameof(name));
        }
    }

    private void Begin()
    {
        Open.Add(Name, this);
        HostPlatform.Current.ListenOnName(_listener);
        _registration.Arm();
    }

    private void End()
    {
        Open.Remove(Name);
        AppDomain.CurrentDomain.ProcessExit -= OnProcessExit;
        _registration.Remove();
        _listener.Dispose();
        _memory.Dispose();
        Arena.Leave();
    }

    private void OnProcessExit(object? sender, EventArgs arguments) => Arena.BeginLeaving();
}
