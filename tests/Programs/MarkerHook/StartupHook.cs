// A startup hook as a profiler or a test tool brings it: it leaves a line, so that a test sees in which processes it ran.
#pragma warning disable CA1050 // The runtime wants this name, outside of any namespace.
internal static class StartupHook
{
    public static void Initialize()
    {
        if (Environment.GetEnvironmentVariable("MARKER_FILE") is { } file)
        {
            File.AppendAllText(file, $"{Environment.ProcessId}\n");
        }
    }
}
