using System.ComponentModel;

namespace ProcGen.Platform;

/// <summary>The kernel refused to make a process.</summary>
internal sealed class SpawnException(int errorCode) : Exception(new Win32Exception(errorCode).Message)
{
    public int ErrorCode { get; } = errorCode;
}
