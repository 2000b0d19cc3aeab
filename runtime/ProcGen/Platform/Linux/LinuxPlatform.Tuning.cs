using System.Diagnostics;

namespace ProcGen.Platform.Linux;

internal sealed unsafe partial class LinuxPlatform
{
    public override long? CountResidentMemory(int processId) => ProcFileSystem.ResidentMemory(processId);

    // A property of threads here, and inherited by those that a thread makes. What the system refuses stays as it is.
    public override void SetPriority(int processId, ProcessPriorityClass priority)
    {
        foreach (int thread in ProcFileSystem.Threads(processId))
        {
            _ = Libc.setpriority(Libc.PRIO_PROCESS, thread, NicenessOf(priority));
        }
    }

    private static int NicenessOf(ProcessPriorityClass priority) => priority switch
    {
        ProcessPriorityClass.Idle => 19,
        ProcessPriorityClass.BelowNormal => 10,
        ProcessPriorityClass.AboveNormal => -5,
        ProcessPriorityClass.High => -11,
        ProcessPriorityClass.RealTime => -19,
        _ => 0,
    };
}
