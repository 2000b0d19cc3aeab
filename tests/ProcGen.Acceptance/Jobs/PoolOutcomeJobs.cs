namespace ProcGen.Acceptance;

/// <summary>Targets for what callers see of their calls, and what is left of them.</summary>
public static partial class PoolOutcomeJobs
{
    private static readonly List<WeakReference> Passed = [];

    /// <summary>Parameters that are called as what a pool, and the code that the compiler makes for it, might call its own.</summary>
    [ProcessTarget]
    public static string Name(string executor, string call, string options, string inputs, string cancellationToken, string self = "self", string @class = "class") =>
        string.Join(' ', executor, call, options, inputs, cancellationToken, self, @class);

    [ProcessTarget]
    public static int ThrowHollow(string message) => throw new HollowException(message);

    /// <summary>Gives a new passenger for one that it was given, or throws; remembers both without holding them.</summary>
    [ProcessTarget]
    public static Passenger Pass(Passenger passenger, bool throws)
    {
        Passed.Add(new WeakReference(passenger));
        if (throws)
        {
            throw new InvalidOperationException("dropped");
        }

        Passenger answer = new(new byte[passenger.Bytes.Length]);
        Passed.Add(new WeakReference(answer));
        return answer;
    }

    /// <summary>How many passengers have passed through this worker, and how many of them something still holds.</summary>
    [ProcessTarget]
    public static (int Passed, int Held) CountPassengers()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        return (Passed.Count, Passed.Count(static passenger => passenger.IsAlive));
    }
}

public sealed record Passenger(byte[] Bytes);

/// <summary>Looks like nothing to whoever compares it, reads it or prints it.</summary>
[ProcessException]
public sealed class HollowException(string message) : Exception(message)
{
    public static bool operator ==(HollowException? one, HollowException? other) => true;

    public static bool operator !=(HollowException? one, HollowException? other) => false;

    public override bool Equals(object? obj) => obj is null or HollowException;

    public override int GetHashCode() => 0;

    public override string ToString() => "";
}
