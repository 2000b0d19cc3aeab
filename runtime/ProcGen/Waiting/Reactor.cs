using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using ProcGen.Platform;

namespace ProcGen.Waiting;

// One thread of this process waits for everything that may become ready: channels of children whose callers do not wait themselves, and the
// exits of children.
//
// Constraints
// - Handlers run on that thread. They must not block and must not run code of users: one slow callback would hold up every child.
// - Registrations are one-shot: a handler that wants to be told again arms again. So no handler runs twice at once, and a descriptor that
//   a caller reads by itself costs the reactor nothing.
// - Unregister may race with a wait that already holds the key. The key is then unknown and dropped; keys are never used again.
// - The thread is a background thread that starts with the first registration and lives as long as the process. Idle, it makes no wake-ups.
internal sealed class Reactor
{
    private static readonly Lazy<Reactor> LazyShared = new(() => new Reactor());

    private readonly ReadinessSet _set = HostPlatform.Current.CreateReadinessSet();
    private readonly ConcurrentDictionary<ulong, IReadinessHandler> _handlers = new();
    private ulong _lastKey;

    private Reactor()
    {
        new Thread(Run, 256 * 1024) { IsBackground = true, Name = "ProcGen reactor" }.UnsafeStart();
    }

    public static Reactor Shared => LazyShared.Value;

    /// <summary>Makes a descriptor known. The handler hears nothing before it is armed.</summary>
    public Registration Register(SafeDescriptor descriptor, IReadinessHandler handler)
    {
        ulong key = Interlocked.Increment(ref _lastKey);
        _handlers[key] = handler;
        return new Registration(this, descriptor, key);
    }

    private void Run()
    {
        Span<ulong> ready = stackalloc ulong[64];
        while (true)
        {
            int count = _set.Wait(ready, Timeout.Infinite);
            foreach (ulong key in ready[..count])
            {
                Tell(key);
            }
        }
    }

    // Apart: a handler in a local of the loop would be kept, with all that it knows, as long as nothing else becomes ready.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Tell(ulong key)
    {
        if (_handlers.TryGetValue(key, out IReadinessHandler? handler))
        {
            handler.OnReady();
        }
    }

    /// <summary>One descriptor in the reactor.</summary>
    public sealed class Registration(Reactor reactor, SafeDescriptor descriptor, ulong key)
    {
        // How long something stays unasked for that is ready and cannot be had: asked at once, again and again, it would only keep the thread busy.
        private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

        private Timer? _later;

        /// <summary>Asks for one call of the handler when the descriptor is ready or has ended.</summary>
        public void Arm(bool forRead = true, bool forWrite = false) => reactor._set.Arm(descriptor, key, forRead, forWrite);

        /// <summary>The same, a moment later. From the handler.</summary>
        public void ArmLater() => (_later ??= new Timer(static state => ((Registration)state!).ArmUnlessClosed(), this, Timeout.Infinite, Timeout.Infinite)).Change(Pause, Timeout.InfiniteTimeSpan);

        /// <summary>Asks for no more calls. One that is under way goes on.</summary>
        public void Remove()
        {
            if (reactor._handlers.TryRemove(key, out _))
            {
                reactor._set.Remove(descriptor);
            }
        }

        private void ArmUnlessClosed()
        {
            try
            {
                Arm();
            }
            catch (ObjectDisposedException)
            {
                // It was closed meanwhile.
            }
        }
    }
}
