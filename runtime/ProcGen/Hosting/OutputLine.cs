namespace ProcGen;

/// <summary>A line that a child wrote.</summary>
/// <param name="ProcessName">The child's name.</param>
/// <param name="ProcessId">The child's process id.</param>
/// <param name="IsError">Whether it was written to standard error.</param>
/// <param name="Text">The line without its end.</param>
public sealed record OutputLine(string ProcessName, int ProcessId, bool IsError, string Text);
