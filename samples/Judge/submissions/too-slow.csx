// Right, in an hour or so.
int count = 0;
for (int n = 2; n < N; n++)
{
    int divisors = 0;
    for (int d = 1; d <= n; d++) if (n % d == 0) divisors++;
    if (divisors == 2) count++;
}

count
