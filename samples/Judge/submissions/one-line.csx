// Short, and quick enough.
Enumerable.Range(2, Math.Max(0, N - 2)).Count(n => !Enumerable.Range(2, (int)Math.Sqrt(n) - 1).Any(d => n % d == 0))
