using ProcGen;
using Programs.Library;

int failed = 0;
Check("a process of a library's method", await Letters.CountProcess.RunAsync("ab 12", upperOnly: false) == 2);
using (Reverser reverser = new() { Text = "abc" })
{
    reverser.Start();
    Check("a process of a library's class", await reverser.GetResultAsync() == "cba");
}

await using (ProcessPool pool = new(2))
{
    Check("a pool calls a library's method", await pool.Letters.CountAsync("Ab", upperOnly: true) == 1);
}

Check("the same call in this process", new InlineExecutor().Letters.Count("Ab") == 2);
Console.WriteLine(failed == 0 ? "all checks passed" : $"{failed} checks failed");
return failed == 0 ? 0 : 1;

void Check(string what, bool isTrue)
{
    Console.WriteLine($"{(isTrue ? "passed" : "FAILED")}: {what}");
    failed += isTrue ? 0 : 1;
}
