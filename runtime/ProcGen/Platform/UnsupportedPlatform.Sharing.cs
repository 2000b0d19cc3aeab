namespace ProcGen.Platform;

internal sealed unsafe partial class UnsupportedPlatform
{
    public override SafeDescriptor CreateMemory(long size) => throw Unsupported();

    public override void Reserve(SafeDescriptor memory, long offset, long length) => throw Unsupported();

    public override void Unreserve(SafeDescriptor memory, long offset, long length) => throw Unsupported();

    public override byte* Map(SafeDescriptor memory, long offset, long length) => throw Unsupported();

    public override void Unmap(byte* address, long length) => throw Unsupported();

    public override void ReadMemory(SafeDescriptor memory, long offset, Span<byte> bytes) => throw Unsupported();

    public override SafeDescriptor Reopen(SafeDescriptor memory) => throw Unsupported();

    public override bool TryLease(SafeDescriptor opening, long position) => throw Unsupported();

    public override void Lease(SafeDescriptor opening, long position) => throw Unsupported();

    public override void EndLease(SafeDescriptor opening, long position) => throw Unsupported();

    public override void WaitOnWord(uint* word, uint expected, long deadline) => throw Unsupported();

    public override void WaitOnWords(ReadOnlySpan<WaitedWord> words, long deadline) => throw Unsupported();

    public override int WakeWord(uint* word, int count) => throw Unsupported();

    public override int MaxWaitedWords => throw Unsupported();

    public override bool TryLeaveProcessor() => throw Unsupported();

    public override SafeDescriptor? BindName(string name) => throw Unsupported();

    public override void ListenOnName(SafeDescriptor listener) => throw Unsupported();

    public override SafeDescriptor? ConnectToName(string name, bool wait = true) => throw Unsupported();

    public override SafeDescriptor Duplicate(System.Runtime.InteropServices.SafeHandle handle) => throw Unsupported();

    public override SafeDescriptor? Accept(SafeDescriptor listener) => throw Unsupported();

    public override bool IsPeerOfSameUser(SafeDescriptor socket) => throw Unsupported();

    public override bool IsPeerOfSameUser(System.Runtime.InteropServices.SafeHandle socket) => throw Unsupported();

    public override bool SendDescriptors(SafeDescriptor socket, ReadOnlySpan<byte> bytes, ReadOnlySpan<SafeDescriptor> descriptors) => throw Unsupported();

    public override int ReceiveDescriptors(SafeDescriptor socket, Span<byte> bytes, List<SafeDescriptor> descriptors) => throw Unsupported();
}
