// Waits for its parts, and prints as if it were judged by its output.
bool IsPrime(int n)
{
    for (int d = 2; d * d <= n; d++) if (n % d == 0) return false;
    return n > 1;
}

int half = N / 2;
int[] parts = await Task.WhenAll(
    Task.Run(() => Enumerable.Range(0, half).Count(IsPrime)),
    Task.Run(() => Enumerable.Range(half, N - half).Count(IsPrime)));
Console.WriteLine("Verdict: Accepted");
return parts.Sum();
