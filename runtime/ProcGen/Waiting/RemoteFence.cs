using ProcGen.Platform;

namespace ProcGen.Waiting;

// Who frees something stores that it is free, and then reads whether somebody sleeps. Who sleeps stores that it does, and then reads whether it is free.
// One of the two has to see the other's store, and for that each needs a fence between its own two steps: a processor may read before its store is to
// be seen by others. The fence costs as much as all the rest of an uncontended release, and hardly ever does anybody sleep.
//
// So the sleeper has the system run a fence on every processor that is at work for one of us at that moment (membarrier), beside its own:
// some microseconds, before a sleep that costs more. What does not run at that moment has had its fence when it left its processor.
//
// A process has to be registered for it, which takes the system some ten milliseconds where a process has several threads: so that is done once it
// pays, and not on a thread that anybody waits for. Until then, and where the system has no such thing, who frees has its own fence, which is
// always right. Who sleeps raises the remote fence in any case, for it does not know who will free.
//
// A system that lets some processes of an arena register and forbids others the call itself (different seccomp filters over one named object) leaves
// the latter with the half second of BlockingWait.
internal static class RemoteFence
{
    // A hundredth of a second of locking.
    private const int Worthwhile = 500_000;

    private static int s_uses;
    private static volatile bool s_isRegistered;

    /// <summary>Whether who frees something may leave out its own fence.</summary>
    public static bool IsRegistered => s_isRegistered;

    /// <summary>The caller had its own fence: after many of these, this process is registered.</summary>
    public static void NoteUse()
    {
        // A hint: threads that count at the same time lose some.
        if (s_uses < Worthwhile && ++s_uses == Worthwhile)
        {
            ThreadPool.UnsafeQueueUserWorkItem(static _ => Register(), null);
        }
    }

    /// <summary>Registers this process now.</summary>
    public static void Register() => s_isRegistered = HostPlatform.Current.TryRegisterForFences();

    /// <summary>A fence on every processor on which a thread of a registered process runs, and here.</summary>
    public static void Raise() => HostPlatform.Current.RaiseRemoteFence();
}
