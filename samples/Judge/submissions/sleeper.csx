// Sleeps, and sleeps on when it is woken.
while (true)
{
    try { Thread.Sleep(Timeout.Infinite); }
    catch (Exception) { }
}
