using ProcGen.CompilerServices;

namespace ProcGen.Hosting;

/// <summary>
/// Names the generic code that most children run before anything else, for the ahead-of-time compiler: what it does not see used here, each
/// child would compile for itself. Never called.
/// </summary>
internal static class Precompiled
{
    public static async Task Use(CallReply reply, CallContext context)
    {
        await Use<NoResult>(null!, reply, context).ConfigureAwait(false);
        await Use<bool>(null!, reply, context).ConfigureAwait(false);
        await Use<int>(null!, reply, context).ConfigureAwait(false);
        await Use<long>(null!, reply, context).ConfigureAwait(false);
        await Use<double>(null!, reply, context).ConfigureAwait(false);
        await Use<string>(null!, reply, context).ConfigureAwait(false);
    }

    private static ValueTask Use<T>(TargetCall<T> call, CallReply reply, CallContext context)
    {
        reply.SendResult(call, default!);
        return call.ExecuteAsync(context, reply);
    }
}
