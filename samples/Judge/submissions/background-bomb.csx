// Throws where nobody waits for it.
new Thread(() => throw new InvalidOperationException("boom")).Start();
Thread.Sleep(Timeout.Infinite);
