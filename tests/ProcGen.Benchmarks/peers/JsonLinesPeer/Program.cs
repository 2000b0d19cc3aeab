using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Serialization;
using ProcGen.Benchmarks.Peers;

// What people write by hand: a System.Diagnostics.Process, and a line of JSON for each question and answer on its standard input and output.
if (args is ["serve", ..])
{
    await Server.RunAsync();
    return;
}

if (args is ["empty"])
{
    return;
}

using Process process = Dialogue.StartServer("-", static start => start.RedirectStandardOutput = true);
Caller caller = new(process);
await Dialogue.HoldAsync(caller, process.Id);
process.StandardInput.Close();
await process.WaitForExitAsync();

internal sealed record Question(int Id, int A, int B, byte[]? Load);

internal sealed record Answer(int Id, int Sum, byte[]? Load);

[JsonSerializable(typeof(Question))]
[JsonSerializable(typeof(Answer))]
internal sealed partial class Json : JsonSerializerContext;

internal static class Server
{
    public static async Task RunAsync()
    {
        using StreamReader questions = new(Console.OpenStandardInput());
        await using StreamWriter answers = new(Console.OpenStandardOutput());
        while (await questions.ReadLineAsync() is { } line)
        {
            Question question = JsonSerializer.Deserialize(line, Json.Default.Question)!;
            await answers.WriteLineAsync(JsonSerializer.Serialize(new Answer(question.Id, question.A + question.B, question.Load), Json.Default.Answer));
            await answers.FlushAsync();
        }
    }
}

internal sealed class Caller : ICaller
{
    private readonly ConcurrentDictionary<int, TaskCompletionSource<Answer>> _waiting = new();
    private readonly SemaphoreSlim _writing = new(1);
    private readonly Process _process;
    private int _last;

    public Caller(Process process)
    {
        _process = process;
        _ = ReadAsync();
    }

    public async Task<int> AddAsync(int a, int b) => (await AskAsync(a, b, null)).Sum;

    public async Task<byte[]> EchoAsync(byte[] load) => (await AskAsync(0, 0, load)).Load!;

    private async Task<Answer> AskAsync(int a, int b, byte[]? load)
    {
        int id = Interlocked.Increment(ref _last);
        TaskCompletionSource<Answer> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting[id] = answer;
        string line = JsonSerializer.Serialize(new Question(id, a, b, load), Json.Default.Question);
        await _writing.WaitAsync();
        try
        {
            await _process.StandardInput.WriteLineAsync(line);
            await _process.StandardInput.FlushAsync();
        }
        finally
        {
            _writing.Release();
        }

        return await answer.Task;
    }

    private async Task ReadAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            Answer answer = JsonSerializer.Deserialize(line, Json.Default.Answer)!;
            if (_waiting.TryRemove(answer.Id, out TaskCompletionSource<Answer>? waiting))
            {
                waiting.SetResult(answer);
            }
        }
    }
}
