using System.ComponentModel;
using ProcGen.Serialization;

namespace ProcGen.CompilerServices;

/// <summary>What a target is given besides its arguments.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class CallContext
{
    private readonly CancellationToken _cancellationToken;
    private readonly ICallReply? _reply;

    internal CallContext(CancellationToken cancellationToken, ICallReply? reply = null, int attempt = 1)
    {
        _cancellationToken = cancellationToken;
        _reply = reply;
        Attempt = attempt;
    }

    /// <summary>Cancelled when the caller cancels the call, when its time is up, and when the caller's process is gone.</summary>
    public CancellationToken CancellationToken
    {
        get
        {
            TakesToken = true;
            return _cancellationToken;
        }
    }

    /// <summary>Whether the target was given the token, and so can be asked to stop.</summary>
    internal bool TakesToken { get; private set; }

    /// <summary>Whether the call has been cancelled. Says nothing about whether the target can be asked to stop.</summary>
    internal bool IsCancelled => _cancellationToken.IsCancellationRequested;

    internal void ThrowIfCancelled() => _cancellationToken.ThrowIfCancellationRequested();

    /// <summary>Which try this is: 1 unless the call was given more and workers died of it.</summary>
    public int Attempt { get; }

    /// <summary>Makes the <see cref="IProgress{T}"/> that the target gets for a progress parameter that was not null at the caller's.</summary>
    /// <param name="local">The caller's own object, when the target runs in the caller's process.</param>
    /// <param name="wanted">Whether the caller gave one.</param>
    /// <param name="index">Which of the target's progress parameters it is, from 0.</param>
    public IProgress<T>? Progress<T, TCodec>(IProgress<T>? local, bool wanted, int index)
        where TCodec : struct, ICodec<T> =>
        local ?? (wanted && _reply is not null ? new RemoteProgress<T, TCodec>(_reply, index) : null);
}
