using System.Security.Cryptography;

namespace ProcGen.Messaging;

/// <summary>The key by which processes of one tree know each other: random in the root, inherited by its children.</summary>
internal static class TreeKey
{
    private const int Size = 32;

    private static byte[]? s_value;

    // Made when somebody asks: cryptography takes longer to load than a whole child takes to start.
    public static byte[] Value => LazyInitializer.EnsureInitialized(ref s_value, static () => RandomNumberGenerator.GetBytes(Size));

    /// <summary>Takes the key that the parent gave.</summary>
    public static void Inherit(byte[] key) => Volatile.Write(ref s_value, key);
}
