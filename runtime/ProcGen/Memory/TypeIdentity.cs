using System.Runtime.CompilerServices;

namespace ProcGen.Memory;

/// <summary>A number for a type by which programs that share by name see whether they mean the same: FNV-1a of its full name and size.</summary>
internal static class TypeIdentity<T>
{
    public static readonly ulong Hash = Compute();

    private static ulong Compute()
    {
        const ulong Prime = 1099511628211;
        ulong hash = 14695981039346656037;
        foreach (char letter in typeof(T).FullName ?? typeof(T).Name)
        {
            hash = (hash ^ letter) * Prime;
        }

        return (hash ^ (uint)Unsafe.SizeOf<T>()) * Prime;
    }
}
