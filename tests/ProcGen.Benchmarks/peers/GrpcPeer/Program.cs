using System.Diagnostics;
using System.Net.Sockets;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using ProcGen.Benchmarks.Peers;

// gRPC over a Unix socket: Kestrel on the one side, Grpc.Net.Client on the other, as the documentation of ASP.NET Core shows it.
if (args is ["serve", string socket])
{
    await Server.RunAsync(socket);
    return;
}

string path = Path.Combine(Path.GetTempPath(), $"procgen-grpc-{Environment.ProcessId}.sock");
File.Delete(path);
using Process process = Dialogue.StartServer(path, static start => start.RedirectStandardOutput = true);

// It says so when it listens.
await process.StandardOutput.ReadLineAsync();
using (GrpcChannel channel = Caller.Connect(path))
{
    await Dialogue.HoldAsync(new Caller(new Calls.CallsClient(channel)), process.Id);
}

process.StandardInput.Close();
await process.WaitForExitAsync();
File.Delete(path);

internal static class Server
{
    /// <summary>Serves until the other side closes this one's standard input.</summary>
    public static async Task RunAsync(string socket)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(options => options.ListenUnixSocket(socket, static listen => listen.Protocols = HttpProtocols.Http2));
        builder.Services.AddGrpc(static options => options.MaxReceiveMessageSize = null);
        await using WebApplication server = builder.Build();
        server.MapGrpcService<Service>();
        await server.StartAsync();
        Console.WriteLine("listening");
        await Console.In.ReadToEndAsync();
        await server.StopAsync();
    }
}

internal sealed class Service : Calls.CallsBase
{
    public override Task<Number> Add(Pair request, ServerCallContext context) => Task.FromResult(new Number { Value = request.A + request.B });

    public override Task<Load> Echo(Load request, ServerCallContext context) => Task.FromResult(request);
}

internal sealed class Caller(Calls.CallsClient calls) : ICaller
{
    public static GrpcChannel Connect(string path)
    {
        SocketsHttpHandler handler = new()
        {
            ConnectCallback = async (_, cancellationToken) =>
            {
                Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            },
        };
        return GrpcChannel.ForAddress("http://localhost", new GrpcChannelOptions { HttpHandler = handler, DisposeHttpClient = true, MaxReceiveMessageSize = null });
    }

    public async Task<int> AddAsync(int a, int b) => (await calls.AddAsync(new Pair { A = a, B = b })).Value;

    public async Task<byte[]> EchoAsync(byte[] load) => (await calls.EchoAsync(new Load { Content = UnsafeByteOperations.UnsafeWrap(load) })).Content.ToByteArray();
}
