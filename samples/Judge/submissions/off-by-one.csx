// Counts N itself, and takes 1 for a prime.
int count = 0;
for (int n = 1; n <= N; n++)
{
    bool isPrime = true;
    for (int d = 2; d * d <= n; d++) if (n % d == 0) { isPrime = false; break; }
    if (isPrime) count++;
}

count
