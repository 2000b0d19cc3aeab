namespace ProcGen.Synchronization;

/// <summary>How a lock was held: by which flow of control, and how often it had acquired it.</summary>
internal readonly record struct LockHold(int Flow, uint Depth);
