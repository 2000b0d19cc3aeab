using System.Runtime.InteropServices;

namespace ProcGen.Platform;

/// <summary>An operating-system descriptor that is closed once, by its last user.</summary>
internal sealed class SafeDescriptor : SafeHandle
{
    public SafeDescriptor()
        : base(-1, ownsHandle: true)
    {
    }

    public SafeDescriptor(int number)
        : this() => SetHandle(number);

    public override bool IsInvalid => handle < 0;

    /// <summary>The descriptor's number, for messages and for calls that the caller keeps alive.</summary>
    public int Number => (int)handle;

    /// <summary>Gives the descriptor to who takes its number: it is no longer closed by this.</summary>
    public int Detach()
    {
        int number = Number;
        SetHandleAsInvalid();
        return number;
    }

    protected override bool ReleaseHandle() => HostPlatform.Current.Close((int)handle);
}
