namespace ProcGen.Hosting;

// The program of a child of a framework-dependent program: this library, run by "dotnet exec" with the dependency and runtime files of the
// real program. A startup hook would do the same and works everywhere, but the runtime finds a hook by reflection, which compiles 10 ms of
// code before our first instruction; a Main that was compiled ahead of time is simply called. And when it returns, the runtime waits for
// foreground threads as it does for any program.
internal static class ChildProgram
{
    public static int Main()
    {
        if (!ChildMarker.IsPresent)
        {
            Console.Error.WriteLine("ProcGen.dll is a library: reference it from a program, and it starts its children by itself.");
            return 1;
        }

        return ProcessHost.RunChild();
    }
}
