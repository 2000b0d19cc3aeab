// Queues and pipes between processes, several ends, goto, switch, and an end that is disposed of while others go on.
public static partial class Mail
{
    [ProcessTarget]
    public static async Task ServeAsync(Connection<string> connection, ProcessQueue<int> lengths, CancellationToken token)
    {
        await foreach (string text in connection.ReceiveAllAsync(token))
        {
            await lengths.PutAsync(text.Length, token);
            await connection.SendAsync(text.ToUpperInvariant(), token);
        }

        lengths.Complete();
    }

    [ProcessTarget]
    public static void Sort(JoinableProcessQueue<int> jobs, SharedArray<int> counts, ProcessBoundedSemaphore permits)
    {
        using SharedValue<int> mine = new(0);
    next:
        if (!jobs.TryGet(out int job, TimeSpan.FromMilliseconds(100)))
        {
            return;
        }

        using (permits.Acquire())
        {
            switch (job % 3)
            {
                case 0:
                    counts.Add(0, 1);
                    break;
                case 1:
                    mine.Value++;
                    goto default;
                default:
                    using (counts.Acquire())
                    {
                        counts[1] += job;
                    }

                    break;
            }
        }

        jobs.TaskDone();
        goto next;
    }

    public static async Task<List<int>> RunAsync(string[] texts)
    {
        List<int> all = [];
        (Connection<string> here, Connection<string> there) = ProcessPipe.Create<string>();
        using ProcessQueue<int> lengths = new(10);
        using CancellationTokenSource source = new();
        await using ServeProcess server = new(there, lengths, source.Token);
        server.Start();
        using (here)
        {
            foreach (string text in texts)
            {
                here.Send(text);
                if (here.TryReceive(out string? answer, TimeSpan.FromSeconds(1)) && answer is not null)
                {
                    Console.WriteLine(answer);
                }
            }
        }

        await foreach (int length in lengths.GetAllAsync())
        {
            all.Add(length);
        }

        await server.WaitForExitAsync();
        ProcessLock? guard = null;
        try
        {
            guard = ProcessLock.OpenOrCreate("mail");
            using (guard.Acquire())
            {
                await File.WriteAllTextAsync("mail.txt", string.Join(' ', all));
            }
        }
        finally
        {
            guard?.Dispose();
        }

        return all;
    }

    public static int Shared()
    {
        using JoinableProcessQueue<int> jobs = new(100) { Redeliver = true };
        using SharedArray<int> counts = new(2);
        using ProcessBoundedSemaphore permits = new(2);
        using SortProcess one = new(jobs, counts, permits), two = new(jobs, counts, permits);
        one.Start();
        two.Start();
        for (int i = 0; i < 10; i++)
        {
            jobs.Put(i);
        }

        jobs.Join();
        ProcessWait.Any([one, two]);
        one.Join();
        two.Join();
        return counts[0] + counts[1];
    }
}
