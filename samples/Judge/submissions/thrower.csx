// Throws.
int[] primes = { 2, 3, 5, 7 };
primes[N + 4]
