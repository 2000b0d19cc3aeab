namespace ProcGen;

/// <summary>A pool of worker processes. Python: <c>multiprocessing.Pool</c>.</summary>
public sealed class ProcessPool
{
}
