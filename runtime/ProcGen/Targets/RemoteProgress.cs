using ProcGen.Serialization;

namespace ProcGen.CompilerServices;

/// <summary>The target's end of a progress parameter: sends each value to the caller.</summary>
internal sealed class RemoteProgress<T, TCodec>(ICallReply reply, int index) : IProgress<T>
    where TCodec : struct, ICodec<T>
{
    public void Report(T value) => reply.SendProgress<T, TCodec>(index, value);
}
