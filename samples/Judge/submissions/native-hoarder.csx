// Gets its memory where the collector does not see it.
while (true)
{
    IntPtr block = System.Runtime.InteropServices.Marshal.AllocHGlobal(1 << 20);
    for (int i = 0; i < 1 << 20; i += 4096) System.Runtime.InteropServices.Marshal.WriteByte(block, i, 1);
}
