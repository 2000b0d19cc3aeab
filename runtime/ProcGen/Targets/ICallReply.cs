using ProcGen.Serialization;

namespace ProcGen.CompilerServices;

/// <summary>Where a running call sends what comes of it.</summary>
internal interface ICallReply
{
    /// <summary>Sends the result, which ends the call.</summary>
    void SendResult<TResult>(TargetCall<TResult> call, TResult result);

    /// <summary>Sends an item when the receiver has room for it.</summary>
    ValueTask SendItemAsync<TItem>(TargetStreamCall<TItem> call, TItem item);

    /// <summary>Says that no more items come, which ends the call.</summary>
    void SendEnd();

    /// <summary>Sends a value of a progress parameter. Safe from any thread; after the end of the call it does nothing.</summary>
    void SendProgress<T, TCodec>(int index, T value)
        where TCodec : struct, ICodec<T>;
}
