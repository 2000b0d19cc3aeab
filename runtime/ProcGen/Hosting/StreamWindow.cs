namespace ProcGen.Hosting;

/// <summary>How far a target may be ahead of the reader of its stream.</summary>
internal static class StreamWindow
{
    /// <summary>Items that may be under way. Both sides count from here.</summary>
    public const int Size = 32;

    /// <summary>How many items the reader takes before it lets more come.</summary>
    public const int CreditStep = Size / 2;
}
