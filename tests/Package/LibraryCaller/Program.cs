using Library;
using ProcGen;

Words.WhoRunsProcess dropped = new();
dropped.Start(); // PG2105, although only the library refers to the package.

await using ProcessPool pool = new(1);
Console.WriteLine(await pool.Words.CountAsync(new Document("title", "three short words")));
Console.WriteLine(await Words.WhoRunsProcess.RunAsync() != Environment.ProcessId);
