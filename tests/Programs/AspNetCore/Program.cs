using System.Net;
using ProcGen;
using Programs;

WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(args);
builder.WebHost.UseUrls("http://127.0.0.1:0");
builder.Logging.ClearProviders();
builder.Services.AddSingleton(_ => new ProcessPool(2));

WebApplication app = builder.Build();
app.MapGet("/child/{to:int}", (int to, CancellationToken cancellationToken) => Primes.CountProcess.RunAsync(to, cancellationToken));
app.MapGet("/pool/{to:int}", (int to, ProcessPool pool, CancellationToken cancellationToken) => pool.Primes.CountAsync(to, cancellationToken));
app.MapGet("/crash", async (ProcessPool pool, CancellationToken cancellationToken) =>
{
    try
    {
        await pool.Primes.CrashAsync(cancellationToken);
        return Results.Ok();
    }
    catch (WorkerLostException exception)
    {
        return Results.Problem(exception.Message);
    }
});

await app.StartAsync();
int failed = 0;
using (HttpClient client = new() { BaseAddress = new Uri(app.Urls.Single()), Timeout = TimeSpan.FromSeconds(30) })
{
    Check("a request starts a process", await client.GetStringAsync(new Uri("child/1000", UriKind.Relative)) == "168");
    string[] answers = await Task.WhenAll(Enumerable.Range(1, 8).Select(_ => client.GetStringAsync(new Uri("pool/1000", UriKind.Relative))));
    Check("requests share a pool", answers.All(answer => answer == "168"));
    using HttpResponseMessage lost = await client.GetAsync(new Uri("crash", UriKind.Relative));
    Check("a request that kills its worker is answered", lost.StatusCode == HttpStatusCode.InternalServerError);
    Check("the server goes on", await client.GetStringAsync(new Uri("pool/10", UriKind.Relative)) == "4");
}

await app.StopAsync();
await app.DisposeAsync();
Check("nobody is left", ChildProcess.Active.Count == 0);
Console.WriteLine(failed == 0 ? "all checks passed" : $"{failed} checks failed");
return failed == 0 ? 0 : 1;

void Check(string what, bool isTrue)
{
    Console.WriteLine($"{(isTrue ? "passed" : "FAILED")}: {what}");
    failed += isTrue ? 0 : 1;
}
