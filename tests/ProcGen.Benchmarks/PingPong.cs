namespace ProcGen.Benchmarks;

/// <summary>Two processes that wake each other in turn.</summary>
internal abstract class PingPong : IDisposable
{
    private ChildProcess? _other;

    /// <summary>Tells the other side, which looks after each round trip, to end.</summary>
    protected ProcessEvent End { get; } = new();

    /// <summary>The process id of the other side.</summary>
    public int OtherId => _other!.Id;

    /// <summary>There and back.</summary>
    public abstract void RoundTrip();

    public virtual void Dispose()
    {
        End.Set();
        RoundTrip();
        _other?.Join();
        _other?.Dispose();
        End.Dispose();
    }

    protected void Start(ChildProcess other)
    {
        _other = other;
        other.Start();
    }
}

/// <summary>By two events.</summary>
internal sealed class EventPingPong : PingPong
{
    private readonly ProcessEvent _ping = new();
    private readonly ProcessEvent _pong = new();

    public EventPingPong() => Start(new SynchronizationJobs.AnswerEventsProcess(_ping, _pong, End));

    public override void RoundTrip()
    {
        _ping.Set();
        _pong.Wait();
        _pong.Clear();
    }

    public override void Dispose()
    {
        base.Dispose();
        _ping.Dispose();
        _pong.Dispose();
    }
}

/// <summary>By two semaphores.</summary>
internal sealed class SemaphorePingPong : PingPong
{
    private readonly ProcessSemaphore _ping = new(0);
    private readonly ProcessSemaphore _pong = new(0);

    public SemaphorePingPong() => Start(new SynchronizationJobs.AnswerSemaphoresProcess(_ping, _pong, End));

    public override void RoundTrip()
    {
        _ping.Release();
        _pong.Acquire();
    }

    public override void Dispose()
    {
        base.Dispose();
        _ping.Dispose();
        _pong.Dispose();
    }
}

/// <summary>By the system call alone, without looking first: the limit for all that sleeps.</summary>
internal sealed class FutexPingPong : PingPong
{
    public const int Ping = 0;

    // In another cache line.
    public const int Pong = 32;

    private readonly SharedArray<uint> _words = new(64, LockChoice.None);

    public FutexPingPong() => Start(new SynchronizationJobs.AnswerFutexesProcess(_words, End));

    public override void RoundTrip()
    {
        Futex.Give(ref _words[Ping]);
        Futex.Take(ref _words[Pong]);
    }

    public override void Dispose()
    {
        base.Dispose();
        _words.Dispose();
    }
}
