using System.Diagnostics;
using System.Net.Sockets;
using ProcGen.Benchmarks.Peers;
using StreamJsonRpc;

// StreamJsonRpc with its MessagePack formatter and length-prefixed messages, over a Unix socket: as its documentation says for speed.
if (args is ["serve", string path])
{
    using JsonRpc server = new(Caller.NewHandler(Sockets.Connect(path)), new Service());
    server.StartListening();
    await server.Completion;
    return;
}

(Process process, NetworkStream stream) = Sockets.Accept();
using (process)
{
    using (JsonRpc client = new(Caller.NewHandler(stream)))
    {
        ICalls calls = client.Attach<ICalls>();
        client.StartListening();
        await Dialogue.HoldAsync(new Caller(calls), process.Id);
    }

    await process.WaitForExitAsync();
}

internal sealed class Service : ICalls
{
    public Task<int> AddAsync(int a, int b) => Task.FromResult(a + b);

    public Task<byte[]> EchoAsync(byte[] load) => Task.FromResult(load);
}

internal sealed class Caller(ICalls calls) : ICaller
{
    public static LengthHeaderMessageHandler NewHandler(Stream stream) => new(stream, stream, new MessagePackFormatter());

    public Task<int> AddAsync(int a, int b) => calls.AddAsync(a, b);

    public Task<byte[]> EchoAsync(byte[] load) => calls.EchoAsync(load);
}
