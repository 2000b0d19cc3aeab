using System.Runtime.InteropServices;

namespace ProcGen.Acceptance;

/// <summary>A descriptor as careless native code opens it: every program that is started inherits it.</summary>
internal sealed partial class LeakyFile : IDisposable
{
    private readonly int _descriptor;

    private LeakyFile(int descriptor) => _descriptor = descriptor;

    public static LeakyFile Open(string path) => new(open(path, 0));

    public void Dispose() => _ = close(_descriptor);

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int open(string path, int flags);

    [LibraryImport("libc")]
    private static partial int close(int descriptor);
}
