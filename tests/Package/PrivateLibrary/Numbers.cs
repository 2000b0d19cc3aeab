using ProcGen;

namespace PrivateLibrary;

public static partial class Numbers
{
    [ProcessTarget]
    public static int Add(int left, int right) => left + right;
}
