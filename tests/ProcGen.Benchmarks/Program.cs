using ProcGen.Benchmarks;

return args switch
{
    ["echo", string path] => SocketEcho.Serve(path),
    ["echo-bulk", string path] => BulkEcho.Serve(path),
    ["echo-pipe"] => PipeEcho.Serve(),
    ["empty"] => 0,
    ["compare", .. string[] options] => Comparison.Run(options),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("usage: dotnet run -c Release --project tests/ProcGen.Benchmarks -- compare [--quick] [--only GROUP,...] [--json FILE] [--markdown]");
    return 2;
}
