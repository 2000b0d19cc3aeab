using ProcGen;

/// <summary>What the runtime calls in a child before it touches the program: see <c>DOTNET_STARTUP_HOOKS</c>. The runtime wants this name, outside of any namespace.</summary>
#pragma warning disable CA1050 // See above.
internal static class StartupHook
{
    public static void Initialize()
    {
        // The hook also runs where somebody copied the environment of a child: then it is none of our business.
        if (ProcGen.Hosting.ChildMarker.Read() is { Entry: ProcGen.Hosting.ChildEntry.Hook })
        {
            int exitCode = ProcessHost.RunChild();
            ProcGen.Hosting.ChildHost.WaitForForegroundThreads();
            Environment.Exit(exitCode);
        }
    }
}
