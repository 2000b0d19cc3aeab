using System.Diagnostics;
using ProcGen;

namespace Programs;

internal static partial class Primes
{
    [ProcessTarget]
    internal static int Count(int to) => Enumerable.Range(2, to - 1).Count(number => !Enumerable.Range(2, number).TakeWhile(divisor => divisor * divisor <= number).Any(divisor => number % divisor == 0));

    [ProcessTarget]
    internal static void Crash() => Process.GetCurrentProcess().Kill();
}
