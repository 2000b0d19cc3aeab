using ProcGen.Platform;

namespace ProcGen.Serialization;

/// <summary>New arrays that are filled at once.</summary>
internal static class LargeArray
{
    // Most of the time that it takes to receive a large array goes into the first touch of its pages: 26 ms for 64 MiB, where a copy takes 4. In
    // pages of 2 MiB it is 6. Below this size there is no whole one of them for certain, or little to be gained.
    private const int WorthLargePages = 4 << 20;

    /// <summary>An array whose items are whatever lay there: for one who fills all of it.</summary>
    public static unsafe T[] Allocate<T>(int count)
        where T : unmanaged
    {
        T[] items = GC.AllocateUninitializedArray<T>(count);
        long length = (long)count * sizeof(T);
        if (length >= WorthLargePages)
        {
            fixed (T* start = items)
            {
                HostPlatform.Current.PreferLargePages((byte*)start, length);
            }
        }

        return items;
    }

    /// <summary>A new array with these bytes.</summary>
    public static byte[] Copy(ReadOnlySpan<byte> bytes)
    {
        byte[] copy = Allocate<byte>(bytes.Length);
        BulkCopy.Copy(bytes, copy);
        return copy;
    }
}
