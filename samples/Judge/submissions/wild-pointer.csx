// Reads memory that is nobody's.
System.Runtime.InteropServices.Marshal.ReadInt32(new IntPtr(0x123456780000))
