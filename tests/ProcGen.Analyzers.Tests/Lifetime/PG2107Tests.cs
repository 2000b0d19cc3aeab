using ProcGen.Analyzers.Lifetime;
using ProcGen.Analyzers.Tests.Infrastructure;
using ProcGen.CodeFixes;

namespace ProcGen.Analyzers.Tests.Lifetime;

public class PG2107Tests
{
    [Theory]
    [InlineData("using ProcessPool pool = new(1);\n        {|PG2107:pool.Join()|};", "using ProcessPool pool = new(1);\n        pool.Close();\n        pool.Join();")]
    [InlineData("using ProcessPool pool = new(1);\n        int n = pool.Jobs.Count(1);\n        if (Flag)\n        {\n            {|PG2107:pool.Join(TimeSpan.Zero)|};\n        }", "using ProcessPool pool = new(1);\n        int n = pool.Jobs.Count(1);\n        if (Flag)\n        {\n            pool.Close();\n            pool.Join(TimeSpan.Zero);\n        }")]
    public Task An_open_pool_is_closed_first(string body, string result) =>
        Rule<LifetimeAnalyzer, CloseFirstFix>.FixesAsync(Programs.In(body), Programs.In(result));

    [Fact]
    public Task All_at_once() => Rule<LifetimeAnalyzer, CloseFirstFix>.FixesAsync(
        Programs.In("using ProcessPool a = new(1);\n        using ProcessPool b = new(1);\n        {|PG2107:a.Join()|};\n        {|PG2107:b.Join()|};"),
        Programs.In("using ProcessPool a = new(1);\n        using ProcessPool b = new(1);\n        a.Close();\n        a.Join();\n        b.Close();\n        b.Join();"),
        times: 2,
        timesAtOnce: 1);

    [Theory]
    [InlineData("using ProcessPool pool = new(1); pool.Close(); pool.Join();")]
    [InlineData("using ProcessPool pool = new(1); pool.Terminate(); pool.Join();")]
    [InlineData("using ProcessPool pool = new(1); if (Flag) { pool.Close(); } else { pool.Kill(); } pool.Join();")]
    [InlineData("using ProcessPool pool = new(1); if (Flag) { pool.Close(); } pool.Join();")]
    [InlineData("ProcessPool pool = new(1); try { } finally { pool.Close(); pool.Join(); }")]
    [InlineData("ProcessPool pool = new(1); try { } finally { pool.Close(); } pool.Join();")]
    [InlineData("ProcessPool pool = new(1); Action close = pool.Close; close(); pool.Join();")]
    [InlineData("using Jobs.WorkProcess p = new(); p.Start(); p.Join();")]
    public Task A_closed_pool_is_left_alone(string body) => Rule<LifetimeAnalyzer>.IsSilentAsync(Programs.In(body));

    [Theory]
    [InlineData("await using ProcessPool pool = new(1); await pool.CompleteAsync(); pool.Join();")]
    public Task A_completed_pool_is_left_alone(string body) => Rule<LifetimeAnalyzer>.IsSilentAsync(Programs.InAsync(body));

    [Theory]
    [InlineData("using ProcessPool pool = new(1); try { pool.Close(); } finally { pool.Join(); }")]
    [InlineData("ProcessPool pool = new(1); using (pool) { int n = pool.Jobs.Count(1); } pool.Join();")]
    [InlineData("using ProcessPool pool = new(1); void End() => pool.Close(); End(); pool.Join();")]
    [InlineData("using ProcessPool pool = new(1); pool.Terminate(); if (!pool.Join(TimeSpan.Zero)) { pool.Kill(); pool.Join(); }")]
    [InlineData("ProcessPool[] pools = [new(1), new(2)]; foreach (ProcessPool pool in pools) { pool.Close(); } foreach (ProcessPool pool in pools) { pool.Join(); }")]
    [InlineData("using ProcessPool pool = new(1); Task closing = Task.Run(pool.Close); closing.Wait(); pool.Join();")]
    [InlineData("using JoinableProcessQueue<int> queue = new(); queue.Put(1); queue.Join();")]
    public Task Programs_of_users_that_close_are_left_alone(string body) => Rule<LifetimeAnalyzer>.IsSilentAsync(Programs.In(body));

    [Fact]
    public Task It_is_closed_in_front_of_the_question() => Rule<LifetimeAnalyzer, CloseFirstFix>.FixesAsync(
        Programs.In("using ProcessPool pool = new(1);\n        // At most a second.\n        if (!{|PG2107:pool.Join(TimeSpan.FromSeconds(1))|})\n        {\n            pool.Kill();\n        }"),
        Programs.In("using ProcessPool pool = new(1);\n        pool.Close();\n        // At most a second.\n        if (!pool.Join(TimeSpan.FromSeconds(1)))\n        {\n            pool.Kill();\n        }"));

    [Theory]
    [InlineData("ProcessPool pool = new(1); using (pool) { pool.Close(); pool.Join(); }")]
    [InlineData("using ProcessPool pool = new(1); if (Flag) { pool.Terminate(); } else { pool.Close(); } bool ended = pool.Join(TimeSpan.FromSeconds(1));")]
    [InlineData("using ProcessPool pool = new(1); Console.CancelKeyPress += (_, _) => pool.Terminate(); pool.Close(); pool.Join();")]
    [InlineData("ProcessPool Make() => new(1); using ProcessPool pool = Make(); pool.Join();")]
    [InlineData("string.Join(\",\", _all); new Thread(() => { }).Join();")]
    [InlineData("using ProcessPool pool = new(1); try { pool.Jobs.Work(); pool.Close(); } catch (Exception) { pool.Kill(); } pool.Join();")]
    public Task More_programs_of_users_that_close_are_left_alone(string body) => Rule<LifetimeAnalyzer>.IsSilentAsync(Programs.In(body));
}
