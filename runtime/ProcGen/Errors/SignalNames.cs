namespace ProcGen;

/// <summary>The signals that people meet, by name.</summary>
internal static class SignalNames
{
    public const int Interrupt = 2;
    public const int Abort = 6;
    public const int Kill = 9;
    public const int Terminate = 15;

    public static string Describe(int signal)
    {
        string? name = signal switch
        {
            1 => "SIGHUP",
            Interrupt => "SIGINT",
            3 => "SIGQUIT",
            4 => "SIGILL",
            5 => "SIGTRAP",
            Abort => "SIGABRT",
            7 => "SIGBUS",
            8 => "SIGFPE",
            Kill => "SIGKILL",
            11 => "SIGSEGV",
            13 => "SIGPIPE",
            14 => "SIGALRM",
            Terminate => "SIGTERM",
            24 => "SIGXCPU",
            25 => "SIGXFSZ",
            31 => "SIGSYS",
            _ => null,
        };
        return name is null ? $"{signal}" : $"{signal} ({name})";
    }
}
