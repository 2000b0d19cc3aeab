using ProcGen.Memory;
using ProcGen.Messaging;

namespace ProcGen;

/// <summary>Makes pipes: two connections, each of which receives what is sent through the other. Python: <c>multiprocessing.Pipe</c>.</summary>
public static class ProcessPipe
{
    /// <summary>Makes a pipe.</summary>
    /// <remarks>
    /// Give one end to another process, as an argument or in a message: it moves there, and is closed here. So there are no copies to close, and
    /// each side learns at once when the other is closed or dies. The pipe lies in shared memory: sending and receiving make no system call
    /// unless somebody sleeps. Safe for use from any thread.
    /// </remarks>
    /// <typeparam name="T">The type of the items.</typeparam>
    /// <param name="duplex">Whether both ends send and receive; else the first only receives and the second only sends, as in Python.</param>
    /// <exception cref="SharedObjectException">There are too many shared objects.</exception>
    /// <exception cref="InsufficientMemoryException">There is no memory for it.</exception>
    public static (Connection<T> First, Connection<T> Second) Create<T>(bool duplex = true)
    {
        (PipeChannel first, PipeChannel second) = PipeChannel.MakePair(duplex, TypeIdentity<T>.Hash);
        return (new Connection<T>(first), new Connection<T>(second));
    }
}
