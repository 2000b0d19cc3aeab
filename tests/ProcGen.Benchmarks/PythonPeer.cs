namespace ProcGen.Benchmarks;

/// <summary>A program in Python that stays there, and measures multiprocessing when it is asked to.</summary>
internal sealed class PythonPeer : PeerProgram
{
    private PythonPeer(string script)
        : base("python3", Path.Combine(AppContext.BaseDirectory, "peers", script))
    {
    }

    /// <summary>Starts a script of the folder peers. Null where there is no Python.</summary>
    public static PythonPeer? TryStart(string script)
    {
        try
        {
            return new PythonPeer(script);
        }
        catch (PeerMissingException missing)
        {
            Console.Error.WriteLine($"{missing.Message}: the rows against {script} are left out");
            return null;
        }
    }
}
