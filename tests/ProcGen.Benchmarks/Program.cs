using ProcGen.Benchmarks;

return args switch
{
    ["echo", string path] => SocketEcho.Serve(path),
    ["compare", .. string[] options] => Comparison.Run(options),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("usage: dotnet run -c Release --project tests/ProcGen.Benchmarks -- compare [--quick] [--only GROUP,...] [--json FILE] [--markdown]");
    return 2;
}
