// Kills its own process the hard way.
System.Diagnostics.Process.GetCurrentProcess().Kill();
Thread.Sleep(Timeout.Infinite);
