using StreamJsonRpc;

namespace ProcGen.Benchmarks.Peers;

/// <summary>What the other side can be asked for. Public, because its proxy is generated beside it.</summary>
[JsonRpcContract]
public partial interface ICalls
{
    Task<int> AddAsync(int a, int b);

    Task<byte[]> EchoAsync(byte[] load);
}
