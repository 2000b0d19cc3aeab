using System.Collections.Concurrent;
using ProcGen.Platform;

namespace ProcGen.Hosting;

// One thread moves what children write: standard error to this process' own (its last lines are kept for error messages), and captured
// output to its events. It is not the reactor, because writing to a terminal or a full pipe may block: then the children that write wait as
// they would if they wrote there themselves, and nothing else does.
//
// A source is read by the relay's thread, and by Drain when its child has ended; both under the source's lock, so bytes keep their order.
internal sealed class OutputRelay
{
    private static readonly Lazy<OutputRelay> LazyShared = new(() => new OutputRelay());

    private readonly ReadinessSet _set = HostPlatform.Current.CreateReadinessSet();
    private readonly ConcurrentDictionary<ulong, OutputSource> _sources = new();
    private ulong _lastKey;

    private OutputRelay()
    {
        new Thread(Run, 256 * 1024) { IsBackground = true, Name = "ProcGen output" }.UnsafeStart();
    }

    public static OutputRelay Shared => LazyShared.Value;

    public void Add(OutputSource source)
    {
        ulong key = Interlocked.Increment(ref _lastKey);
        _sources[key] = source;
        _set.Arm(source.Pipe, key, forRead: true, forWrite: false);
    }

    private void Run()
    {
        Span<ulong> ready = stackalloc ulong[64];
        while (true)
        {
            int count = _set.Wait(ready, Timeout.Infinite);
            foreach (ulong key in ready[..count])
            {
                if (!_sources.TryGetValue(key, out OutputSource? source))
                {
                    continue;
                }

                if (source.Pump())
                {
                    _set.Arm(source.Pipe, key, forRead: true, forWrite: false);
                }
                else
                {
                    _sources.TryRemove(key, out _);
                    source.Dispose();
                }
            }
        }
    }
}
