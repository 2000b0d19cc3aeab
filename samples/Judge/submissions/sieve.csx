// The sieve of Eratosthenes.
var composite = new bool[Math.Max(N, 2)];
int count = 0;
for (int i = 2; i < N; i++)
{
    if (!composite[i])
    {
        count++;
        for (long j = (long)i * i; j < N; j += i) composite[j] = true;
    }
}

count
