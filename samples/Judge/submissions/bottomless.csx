// Overflows its stack, which no program survives.
int Count(int n) => n % 2 == 3 ? 0 : Count(n + 1) + 1;
Count(N)
