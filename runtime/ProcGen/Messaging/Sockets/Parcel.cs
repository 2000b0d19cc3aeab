using ProcGen.Memory;
using ProcGen.Platform;
using ProcGen.Serialization;

namespace ProcGen.Messaging;

/// <summary>A socket that has left an object of this process and that nobody has taken yet, with what goes along: options, what was read ahead, keys.</summary>
/// <remarks>All of that is handed to whoever comes with the token, and is not in the message, which may lie about or go over a network.</remarks>
internal sealed unsafe class Parcel : IDisposable
{
    /// <summary>As much goes in the answer itself; more in memory of its own, so that an answer never waits.</summary>
    public const int InlineSize = 4096;

    private readonly string? _file;

    private Parcel(SafeDescriptor socket, string? file)
    {
        Socket = socket;
        _file = file;
    }

    public UInt128 Token { get; init; }

    public SafeDescriptor Socket { get; }

    /// <summary>What goes along, where it is little.</summary>
    public byte[] State { get; private init; } = [];

    /// <summary>The same where it is much.</summary>
    public SafeDescriptor? Memory { get; private init; }

    public int StateLength { get; private init; }

    /// <summary>Whether the process that started this one is about to take it, so that this one does not end before it has.</summary>
    public bool IsAwaited { get; set; }

    /// <param name="token">The token.</param>
    /// <param name="socket">The socket, which stays the caller's.</param>
    /// <param name="state">What goes along.</param>
    /// <param name="file">The file of a socket that listens, which goes with it; null for none.</param>
    /// <exception cref="InsufficientMemoryException">There is no memory for what goes along.</exception>
    public static Parcel Pack(UInt128 token, System.Runtime.InteropServices.SafeHandle socket, ReadOnlySpan<byte> state, string? file)
    {
        SafeDescriptor? memory = state.Length > InlineSize ? NewMemory(state) : null;
        try
        {
            return new Parcel(HostPlatform.Current.Duplicate(socket), file)
            {
                Token = token,
                State = memory is null ? state.ToArray() : [],
                Memory = memory,
                StateLength = state.Length,
            };
        }
        catch
        {
            memory?.Dispose();
            throw;
        }
    }

    /// <summary>Writes what the receiver must know to take it.</summary>
    public void WriteNote(ref WireWriter writer, ulong typeHash) =>
        new ParcelNote(SocketBroker.Number, Token, Environment.ProcessId, TreeArena.ProcessName, typeHash).Write(ref writer);

    /// <summary>Closes the socket if nobody has taken it.</summary>
    public void Dispose()
    {
        if (SocketBroker.TryRemove(Token))
        {
            Discard();
        }
    }

    /// <summary>
    /// Has a message tell the traveller whether it was sent. False when there is none that will: whoever keeps the references of what is written
    /// has the parcel, or nobody, and the traveller has left.
    /// </summary>
    public bool IsToldOf(ITraveller traveller, IReferenceKeeper? keeper, List<ITraveller>? travellers)
    {
        if (keeper is not null)
        {
            keeper.Keep(this);
            return false;
        }

        travellers?.Add(traveller);
        return travellers is not null;
    }

    /// <summary>Takes the socket back, whose owner has it still. False when somebody has fetched it.</summary>
    public bool TryTakeBack()
    {
        if (!SocketBroker.TryRemove(Token))
        {
            return false;
        }

        Release();
        return true;
    }

    /// <summary>Nobody gets it any more.</summary>
    public void Discard()
    {
        Release();
        if (_file is not null)
        {
            SocketFile.Delete(_file);
        }
    }

    /// <summary>It has been taken, or is back where it was.</summary>
    public void Release()
    {
        Socket.Dispose();
        Memory?.Dispose();
    }

    /// <summary>Reads what went along in memory of its own.</summary>
    public static byte[] ReadMemory(SafeDescriptor memory, int length)
    {
        byte[] state = GC.AllocateUninitializedArray<byte>(length);
        HostPlatform.Current.ReadMemory(memory, 0, state);
        return state;
    }

    private static SafeDescriptor NewMemory(ReadOnlySpan<byte> state)
    {
        long size = (state.Length + Environment.SystemPageSize - 1L) / Environment.SystemPageSize * Environment.SystemPageSize;
        SafeDescriptor memory = HostPlatform.Current.CreateMemory(size);
        try
        {
            HostPlatform.Current.Reserve(memory, 0, size);
            byte* address = HostPlatform.Current.Map(memory, 0, size);
            state.CopyTo(new Span<byte>(address, state.Length));
            HostPlatform.Current.Unmap(address, size);
            return memory;
        }
        catch
        {
            memory.Dispose();
            throw;
        }
    }
}
