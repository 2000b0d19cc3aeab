// Keeps all that it gets, and tries again when it gets nothing.
var kept = new List<byte[]>();
while (true)
{
    try { kept.Add(new byte[1 << 20]); }
    catch (OutOfMemoryException) when (kept.Count < 10) { }
}
