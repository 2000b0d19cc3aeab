// A supervisor with its process in a field, restarts, events, partial and nested types, inheritance and primary constructors.
namespace Company.Background
{
    public abstract class Worker(string title) : ChildProcess<int>
    {
        protected Worker()
            : this("worker")
        {
        }

        public string Title { get; set; } = title;

        public void Begin(Action<string> tell)
        {
            OutputReceived += line => tell(line.Text);
            Start();
        }
    }

    public partial class Adder : Worker
    {
        public int[] Numbers { get; set; } = [];

        [ProcessTarget]
        public override async Task<int> RunAsync(CancellationToken cancellationToken = default)
        {
            await Task.Delay(1, cancellationToken);
            return Numbers.Sum();
        }
    }

    internal sealed partial class Supervisor : IDisposable
    {
        private readonly object _sync = new();
        private Adder? _current;
        private bool _isStopping;

        public int Restarts { get; private set; }

        public void Run(int times)
        {
            for (int i = 0; i < times; i++)
            {
                Adder next = new() { Numbers = [i, i + 1], Output = OutputMode.Capture };
                lock (_sync)
                {
                    if (_isStopping)
                    {
                        next.Dispose();
                        return;
                    }

                    _current?.Dispose();
                    _current = next;
                }

                next.Begin(Console.WriteLine);
                try
                {
                    Console.WriteLine(next.Result);
                }
                catch (ProcessLostException)
                {
                    Restarts++;
                }
            }
        }
    }

    internal sealed partial class Supervisor
    {
        public static async Task<int> OnceAsync(CancellationToken token)
        {
            await using Adder adder = new() { Numbers = [1, 2, 3] };
            using CancellationTokenRegistration registration = token.Register(adder.Cancel);
            adder.Begin(static _ => { });
            return await adder.GetResultAsync(token);
        }

        public void Dispose()
        {
            lock (_sync)
            {
                _isStopping = true;
                if (_current is { } current)
                {
                    current.Cancel();
                    if (!current.Join(TimeSpan.FromSeconds(1)))
                    {
                        current.Kill();
                    }

                    current.Dispose();
                }
            }
        }

        internal static partial class Jobs
        {
            [ProcessTarget]
            internal static async IAsyncEnumerable<Step> Walk(int to, IProgress<int> progress)
            {
                for (int i = 0; i < to; i++)
                {
                    progress.Report(i);
                    await Task.Yield();
                    yield return new Step(i, $"step {i}");
                }
            }

            internal sealed record Step(int Number, string Text);
        }
    }

    internal static class Walks
    {
        public static async Task<int> CountAsync()
        {
            int count = 0;
            await using Supervisor.Jobs.WalkProcess walk = new(3, new Progress<int>());
            walk.Start();
            await foreach (Supervisor.Jobs.Step step in walk.ReadAllAsync())
            {
                count += step.Number;
            }

            await walk.WaitForExitAsync();
            return count;
        }
    }
}
