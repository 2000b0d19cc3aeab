using System.ComponentModel;
using ProcGen.Serialization;

namespace ProcGen.CompilerServices;

/// <summary>A call as data: a target together with its arguments. Generated code derives from it; everything that runs targets carries it.</summary>
/// <remarks>
/// The same class serves on both sides: the caller makes one with arguments and writes it, the other process reads it back and runs it.
/// An instance is immutable once made, so that it can be sent again when a worker dies before it began.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class TargetCall
{
    /// <summary>Which target is called.</summary>
    public abstract TargetDescriptor Target { get; }

    /// <summary>Appends the arguments.</summary>
    public abstract void WriteArguments(ref WireWriter writer);

    /// <summary>On the caller's side: hands a value of the progress parameter number <paramref name="index"/> to the caller's <see cref="IProgress{T}"/>.</summary>
    public virtual void ReportProgress(int index, ref WireReader reader) => throw reader.Error($"progress for parameter {index}, which is not a progress parameter");

    /// <summary>Whether it is many calls of its target in one message.</summary>
    internal virtual bool IsBatch => false;

    /// <summary>Its worker died in it: what that had noted down. Called under locks; must only copy.</summary>
    internal virtual void KeepRemains(int begunItem, int firstKept, int keptCount, ReadOnlySpan<byte> kept)
    {
    }

    /// <summary>On the target's side: runs the target and sends what comes of it.</summary>
    internal abstract ValueTask ExecuteAsync(CallContext context, ICallReply reply);

    /// <summary>On the target's side: runs the target and appends its result, with the mark of success before it. Only for calls with one result.</summary>
    internal virtual ValueTask ExecuteInBatchAsync(CallContext context, WireBuffer outcomes) => throw new NotSupportedException($"{Target} cannot be called together with others.");
}

/// <summary>A call whose target gives one result. Targets without one use <see cref="NoResult"/>.</summary>
/// <typeparam name="TResult">The result.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class TargetCall<TResult> : TargetCall
{
    /// <summary>Runs the target in this process.</summary>
    public abstract ValueTask<TResult> InvokeAsync(CallContext context);

    /// <summary>Appends a result.</summary>
    public abstract void WriteResult(ref WireWriter writer, TResult result);

    /// <summary>Reads a result.</summary>
    public abstract TResult ReadResult(ref WireReader reader);

    internal sealed override ValueTask ExecuteAsync(CallContext context, ICallReply reply)
    {
        ValueTask<TResult> running = InvokeAsync(context);
        if (!running.IsCompletedSuccessfully)
        {
            return Complete(running, this, reply);
        }

        reply.SendResult(this, running.Result);
        return default;

        static async ValueTask Complete(ValueTask<TResult> running, TargetCall<TResult> call, ICallReply reply) =>
            reply.SendResult(call, await running.ConfigureAwait(false));
    }

    internal sealed override ValueTask ExecuteInBatchAsync(CallContext context, WireBuffer outcomes)
    {
        ValueTask<TResult> running = InvokeAsync(context);
        if (!running.IsCompletedSuccessfully)
        {
            return Complete(running, this, outcomes);
        }

        Append(outcomes, running.Result);
        return default;

        static async ValueTask Complete(ValueTask<TResult> running, TargetCall<TResult> call, WireBuffer outcomes) =>
            call.Append(outcomes, await running.ConfigureAwait(false));
    }

    private void Append(WireBuffer outcomes, TResult result)
    {
        WireWriter writer = new(outcomes);
        writer.WriteBoolean(true);
        WriteResult(ref writer, result);
        writer.Flush();
    }
}

/// <summary>A call whose target gives a stream of items.</summary>
/// <typeparam name="TItem">An item.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class TargetStreamCall<TItem> : TargetCall
{
    /// <summary>Runs the target in this process.</summary>
    public abstract IAsyncEnumerable<TItem> Enumerate(CallContext context);

    /// <summary>Appends an item.</summary>
    public abstract void WriteItem(ref WireWriter writer, TItem item);

    /// <summary>Reads an item.</summary>
    public abstract TItem ReadItem(ref WireReader reader);

    internal sealed override async ValueTask ExecuteAsync(CallContext context, ICallReply reply)
    {
        await foreach (TItem item in Enumerate(context).ConfigureAwait(false))
        {
            await reply.SendItemAsync(this, item).ConfigureAwait(false);
        }

        reply.SendEnd();
    }
}

/// <summary>The result of a target that has none.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly record struct NoResult;
