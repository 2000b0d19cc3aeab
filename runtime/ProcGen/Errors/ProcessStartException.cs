namespace ProcGen;

/// <summary>Why a process could not be started.</summary>
public enum StartFailure
{
    /// <summary>The operating system refused to make it, for example because the program's file is missing or may not be executed.</summary>
    CouldNotSpawn,

    /// <summary>It was made and ended before it said hello.</summary>
    ExitedBeforeHello,

    /// <summary>It was made and did not say hello in time; it has been killed.</summary>
    NoHelloInTime,

    /// <summary>It said hello and is of another build, or cannot load what it should run.</summary>
    Refused,

    /// <summary>It said hello, and the initializer of its pool failed or did not end in time.</summary>
    InitializerFailed,

    /// <summary>Workers of its pool died more often than <see cref="ProcessPoolOptions.MaxRestarts"/> allows.</summary>
    TooManyDeaths,
}

/// <summary>A process could not be started. <see cref="Failure"/> tells at which step.</summary>
public sealed class ProcessStartException : ProcessException
{
    internal ProcessStartException(StartFailure failure, string message, ExitStatus? exitStatus = null, string errorTail = "", Exception? innerException = null)
        : base(errorTail.Length == 0 ? message : $"{message} Its last lines on standard error:\n{errorTail}", innerException)
    {
        Failure = failure;
        ExitStatus = exitStatus;
        StandardErrorTail = errorTail;
    }

    /// <summary>At which step it failed.</summary>
    public StartFailure Failure { get; }

    /// <summary>The program that was to be started, where that is known.</summary>
    public string? FileName { get; init; }

    /// <summary>The operating system's error number, if it refused.</summary>
    public int? ErrorCode { get; init; }

    /// <summary>How the process ended, if there was one.</summary>
    public ExitStatus? ExitStatus { get; }

    /// <summary>The last lines that it wrote to standard error; empty if there were none.</summary>
    public string StandardErrorTail { get; }
}
