namespace ProcGen.Benchmarks;

/// <summary>What a group wants to be held against is not on this machine: its rows are skipped, and the message says why.</summary>
internal sealed class PeerMissingException(string message) : Exception(message);
