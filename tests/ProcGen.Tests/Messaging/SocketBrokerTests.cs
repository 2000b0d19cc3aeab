using System.Net.Sockets;
using System.Runtime.InteropServices;
using ProcGen.Messaging;
using ProcGen.Platform;

namespace ProcGen.Tests.Messaging;

/// <summary>Who comes to the broker of sockets with something else than a token that is good.</summary>
public partial class SocketBrokerTests
{
    private const byte Fetch = (byte)'F';
    private const byte Drop = (byte)'D';
    private const byte Given = (byte)'G';
    private const byte Unknown = (byte)'U';

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static string Name => $"travel/{SocketBroker.Number:x8}";

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    [InlineData(100_000)]
    public void A_token_is_good_once(int length)
    {
        byte[] state = new byte[length];
        Random.Shared.NextBytes(state);
        (Socket here, Socket there) = Pair();
        Parcel parcel = SocketBroker.Post(there.SafeHandle, state);
        there.Dispose();
        List<SafeDescriptor> descriptors = [];
        byte[] answer = Ask(Request(Fetch, parcel.Token), descriptors);
        Assert.Equal(Given, answer[0]);
        Assert.Equal(length, BitConverter.ToInt32(answer, 1));
        Assert.Equal(length > Parcel.InlineSize ? 2 : 1, descriptors.Count);
        Assert.Equal(state, length > Parcel.InlineSize ? Parcel.ReadMemory(descriptors[1], length) : answer[5..]);
        using (Socket taken = TravelledSocket.Adopt(descriptors[0]))
        {
            here.Send([7]);
            byte[] received = new byte[1];
            Assert.Equal(1, taken.Receive(received));
            Assert.Equal(7, received[0]);
        }

        Assert.Equal(0, here.Receive(new byte[1]));
        here.Dispose();
        descriptors.Skip(1).ToList().ForEach(static descriptor => descriptor.Dispose());
        descriptors.Clear();
        Assert.Equal([Unknown, 0, 0, 0, 0], Ask(Request(Fetch, parcel.Token), descriptors));
        Assert.Empty(descriptors);
    }

    [Fact]
    public void What_is_no_request_or_names_no_token_gets_nothing_and_takes_nothing()
    {
        (Socket here, Socket there) = Pair();
        Parcel parcel = SocketBroker.Post(there.SafeHandle, []);
        there.Dispose();
        byte[] good = Request(Fetch, parcel.Token);
        foreach (byte[] request in (byte[][])[good[..^1], [.. good, 0], Request((byte)'X', parcel.Token), Request(Fetch, parcel.Token + 1), Request(Drop, parcel.Token - 1), [Fetch], new byte[1000]])
        {
            List<SafeDescriptor> descriptors = [];
            byte[] answer = Ask(request, descriptors);

            // One that is too long is closed with something unread.
            Assert.True(answer is [] or [Unknown, 0, 0, 0, 0]);
            Assert.Empty(descriptors);
        }

        here.Blocking = false;
        Assert.Equal(SocketError.WouldBlock, Assert.Throws<SocketException>(() => here.Receive(new byte[1])).SocketErrorCode);
        parcel.Dispose();
        Assert.Equal(0, here.Receive(new byte[1]));
        here.Dispose();
    }

    [Fact]
    public void One_that_is_dropped_is_closed()
    {
        (Socket here, Socket there) = Pair();
        Parcel parcel = SocketBroker.Post(there.SafeHandle, []);
        there.Dispose();
        Ask(Request(Drop, parcel.Token), []);
        here.ReceiveTimeout = (int)Patience.TotalMilliseconds;
        Assert.Equal(0, here.Receive(new byte[1]));
        here.Dispose();
    }

    [Fact]
    public void Those_who_come_and_are_silent_keep_nobody_out()
    {
        (Socket here, Socket there) = Pair();
        Parcel parcel = SocketBroker.Post(there.SafeHandle, []);
        there.Dispose();
        List<SafeDescriptor> silent = [];
        for (int i = 0; i < 200; i++)
        {
            silent.Add(HostPlatform.Current.ConnectToName(Name)!);
        }

        List<SafeDescriptor> descriptors = [];
        Assert.Equal(Given, Ask(Request(Fetch, parcel.Token), descriptors)[0]);
        silent.Concat(descriptors).ToList().ForEach(static descriptor => descriptor.Dispose());
        here.Dispose();
    }

    // On Linux the user belongs to the thread, for who asks the kernel directly.
    [Fact]
    public void Another_user_gets_nothing()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "Only root can become another user.");
        (Socket here, Socket there) = Pair();
        Parcel parcel = SocketBroker.Post(there.SafeHandle, []);
        there.Dispose();
        byte[] request = Request(Fetch, parcel.Token);
        int received = -1;
        nint changed = -1;
        Thread stranger = new(() =>
        {
            using Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            changed = syscall(RuntimeInformation.ProcessArchitecture == System.Runtime.InteropServices.Architecture.X64 ? 117 : 147 /* setresuid */, 65534, 65534, 65534);
            try
            {
                socket.Connect(new UnixDomainSocketEndPoint($"\0procgen/0/{Name}"));
                socket.ReceiveTimeout = (int)Patience.TotalMilliseconds;
                socket.Send(request);
                received = socket.Receive(new byte[100]);
            }
            catch (SocketException exception) when (exception.SocketErrorCode is SocketError.ConnectionReset or SocketError.Shutdown)
            {
                received = 0;
            }
        });
        stranger.Start();
        stranger.Join();
        Assert.Equal(0, changed);
        Assert.Equal(0, received);
        List<SafeDescriptor> descriptors = [];
        Assert.Equal(Given, Ask(request, descriptors)[0]);
        descriptors.ForEach(static descriptor => descriptor.Dispose());
        here.Dispose();
    }

    private static byte[] Request(byte wish, UInt128 token)
    {
        byte[] request = new byte[17];
        request[0] = wish;
        MemoryMarshal.Write(request.AsSpan(1), token);
        return request;
    }

    private static byte[] Ask(byte[] request, List<SafeDescriptor> descriptors)
    {
        using SafeDescriptor socket = HostPlatform.Current.ConnectToName(Name)!;
        HostPlatform.Current.Send(socket, request, wait: true);
        Assert.True(HostPlatform.Current.WaitUntilReadable(socket, Patience));
        byte[] answer = new byte[5 + Parcel.InlineSize];
        return answer[..HostPlatform.Current.ReceiveDescriptors(socket, answer, descriptors)];
    }

    private static (Socket Here, Socket There) Pair()
    {
        using Socket listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint($"\0procgen-tests-{Guid.NewGuid():N}"));
        listener.Listen();
        Socket here = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        here.Connect(listener.LocalEndPoint!);
        return (here, listener.Accept());
    }

    [LibraryImport("libc")]
    private static partial nint syscall(nint number, nint first, nint second, nint third);
}
