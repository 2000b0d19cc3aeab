namespace ProcGen.Waiting;

/// <summary>One attempt at what somebody waits for, as a state machine over shared words. Implementations are structs; they know no threads and no clocks.</summary>
internal unsafe interface IWaitStep
{
    /// <summary>Tries once. When it fails, it leaves no trace: it may be called in a loop.</summary>
    bool TryComplete();

    /// <summary>
    /// Tells the others that somebody sleeps. False when things have changed and <see cref="TryComplete"/> is to be called again; true when
    /// it is time to sleep on the word, as long as that has the expected value.
    /// </summary>
    bool PrepareToSleep(out uint* word, out uint expected);

    /// <summary>The wait is given up: takes back what it left. True when it was completed in the last moment after all.</summary>
    bool Abandon();

    /// <summary>Nothing came for a while: looks whether whoever should wake us is gone. Throws when the object was disposed of.</summary>
    void OnOverslept();
}
