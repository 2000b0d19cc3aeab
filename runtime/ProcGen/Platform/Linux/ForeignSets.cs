namespace ProcGen.Platform.Linux;

// The epoll sets of this process that are not ours, and of which nobody gives us a handle: .NET's own, in which each of its sockets is.
//
// Closing a descriptor takes it out of a set only when nobody has the open file any more. A socket that was passed to another process therefore
// stays in the set under its old number: whatever comes for that process wakes this one, and a socket that comes back here and happens to get the
// same number cannot be put in again. So it is taken out before it is closed.
//
// The sets are found where the kernel lists this process' descriptors. That is done again only when a socket is in none of those that are known.
internal static unsafe class ForeignSets
{
    private static volatile int[] s_known = [];

    public static void Remove(int descriptor)
    {
        if (!TryRemove(s_known, descriptor))
        {
            s_known = Find();
            TryRemove(s_known, descriptor);
        }
    }

    private static bool TryRemove(int[] sets, int descriptor)
    {
        byte* entry = stackalloc byte[16];
        bool isRemoved = false;
        foreach (int set in sets)
        {
            isRemoved |= Libc.epoll_ctl(set, Libc.EPOLL_CTL_DEL, descriptor, entry) == 0;
        }

        return isRemoved;
    }

    private static int[] Find()
    {
        List<int> found = [];
        foreach (FileSystemInfo file in new DirectoryInfo("/proc/self/fd").EnumerateFileSystemInfos())
        {
            try
            {
                if (file.LinkTarget == "anon_inode:[eventpoll]" && int.TryParse(file.Name, out int number))
                {
                    found.Add(number);
                }
            }
            catch (IOException)
            {
                // Closed meanwhile.
            }
        }

        return [.. found];
    }
}
