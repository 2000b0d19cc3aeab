using System.Buffers.Binary;
using System.ComponentModel;
using System.Runtime.InteropServices;
using ProcGen.Platform;

namespace ProcGen.Messaging;

// The other side: who reads a message goes for the socket that is in it. And the end of a process that has sent some.
internal sealed partial class SocketBroker
{
    private const int RememberedCount = 64;

    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(5);
    private static readonly object ExitBell = new();

    // What this process has fetched lately: who is done with a message says of everything in it that nobody will fetch it, which need not be
    // told to the sender then.
    private static readonly UInt128[] Fetched = new UInt128[RememberedCount];
    private static int s_nextFetched;

    /// <summary>Fetches a socket from the process that sent it.</summary>
    /// <returns>The socket, and what goes along.</returns>
    /// <exception cref="SharedObjectException">That process is gone or does not answer; or somebody else has fetched it, or it was closed.</exception>
    public static (SafeDescriptor Socket, byte[] State) Fetch(in ParcelNote note, string what)
    {
        (SafeDescriptor Socket, byte[] State) fetched = Volatile.Read(ref s_current)?._number == note.Broker ? FetchHere(note, what) : FetchThere(note, what);
        lock (Gate)
        {
            Fetched[s_nextFetched++ % RememberedCount] = note.Token;
        }

        return fetched;
    }

    /// <summary>Nobody will fetch it: it is closed, if nobody has. Waits for nobody.</summary>
    public static void Drop(uint broker, UInt128 token)
    {
        lock (Gate)
        {
            if (Fetched.AsSpan().Contains(token))
            {
                return;
            }
        }

        if (Volatile.Read(ref s_current)?._number == broker)
        {
            Take(token)?.Discard();
            return;
        }

        try
        {
            using SafeDescriptor? socket = HostPlatform.Current.ConnectToName(NameOf(broker), wait: false);
            if (socket is not null && HostPlatform.Current.IsPeerOfSameUser(socket))
            {
                Span<byte> request = stackalloc byte[RequestSize];
                _ = HostPlatform.Current.Send(socket, Fill(request, Dropping, token), wait: false);
            }
        }
        catch (Exception exception) when (exception is IOException or Win32Exception)
        {
            // Its sender is gone, and the socket with it; or it is so busy that the socket stays until it ends.
        }
    }

    private static (SafeDescriptor Socket, byte[] State) FetchHere(in ParcelNote note, string what)
    {
        Parcel parcel = Take(note.Token) ?? throw Unavailable(note, what);
        byte[] state = parcel.Memory is { } memory ? Parcel.ReadMemory(memory, parcel.StateLength) : parcel.State;
        parcel.Memory?.Dispose();
        return (parcel.Socket, state);
    }

    private static (SafeDescriptor Socket, byte[] State) FetchThere(in ParcelNote note, string what)
    {
        List<SafeDescriptor> descriptors = [];
        try
        {
            using SafeDescriptor socket = HostPlatform.Current.ConnectToName(NameOf(note.Broker)) ?? throw Ended(note, what);
            if (!HostPlatform.Current.IsPeerOfSameUser(socket))
            {
                throw new SharedObjectException(SharedObjectFailure.NameRefused, $"A {what} was to be fetched from {note.Sender}, and another user answers there.", processId: note.ProcessId);
            }

            byte[] answer = new byte[HeaderSize + Parcel.InlineSize];
            _ = HostPlatform.Current.Send(socket, Fill(answer.AsSpan(0, RequestSize), Fetching, note.Token), wait: true);
            if (!HostPlatform.Current.WaitUntilReadable(socket, AnswerLimit))
            {
                throw new SharedObjectException(
                    SharedObjectFailure.NoAnswer,
                    $"A {what} was to be fetched from {note.Sender}, which did not answer within {AnswerLimit.TotalSeconds:0} s. Is it stopped?",
                    processId: note.ProcessId);
            }

            int received = HostPlatform.Current.ReceiveDescriptors(socket, answer, descriptors);
            if (received < HeaderSize)
            {
                throw Ended(note, what);
            }

            int length = BinaryPrimitives.ReadInt32LittleEndian(answer.AsSpan(1));
            return (answer[0], descriptors.Count) switch
            {
                (Given, 1) when length == received - HeaderSize => (descriptors[0], answer[HeaderSize..received]),
                (Given, 2) when length >= 0 => (descriptors[0], Parcel.ReadMemory(descriptors[1], length)),
                (Unknown, _) => throw Unavailable(note, what),
                _ => throw new ProtocolException($"What {note.Sender} answered is none of this version's answers."),
            };
        }
        catch (Exception exception) when (exception is IOException or Win32Exception)
        {
            descriptors.ForEach(static descriptor => descriptor.Dispose());
            throw Ended(note, what);
        }
        catch
        {
            descriptors.ForEach(static descriptor => descriptor.Dispose());
            throw;
        }
        finally
        {
            descriptors.Skip(1).FirstOrDefault()?.Dispose();
        }
    }

    private static ReadOnlySpan<byte> Fill(Span<byte> request, byte wish, UInt128 token)
    {
        request[0] = wish;
        MemoryMarshal.Write(request[1..], token);
        return request;
    }

    private static SharedObjectException Ended(in ParcelNote note, string what) => new(
        SharedObjectFailure.Gone,
        $"A {what} was lost on its way: {note.Sender} sent it, and ended before this process had fetched it. A process that sends one must live until the other has read the message.",
        processId: note.ProcessId);

    private static SharedObjectException Unavailable(in ParcelNote note, string what) => new(
        SharedObjectFailure.Gone,
        $"A {what} that {note.Sender} sent has been closed since, or another process has taken it. It is in one process at a time.",
        processId: note.ProcessId);

    // Who gave one as its result ends as soon as that is sent, and its parent is just about to fetch it. What nobody fetches is closed.
    private static void End()
    {
        long deadline = Environment.TickCount64 + ExitPatience;
        lock (ExitBell)
        {
            while (IsAnyAwaited() && deadline - Environment.TickCount64 is > 0 and var left)
            {
                Monitor.Wait(ExitBell, (int)left);
            }
        }

        Parcel[] rest;
        lock (Gate)
        {
            rest = [.. Parcels.Values];
            Parcels.Clear();
        }

        foreach (Parcel parcel in rest)
        {
            parcel.Discard();
        }
    }

    private static bool IsAnyAwaited()
    {
        lock (Gate)
        {
            return Parcels.Values.Any(static parcel => parcel.IsAwaited);
        }
    }
}
