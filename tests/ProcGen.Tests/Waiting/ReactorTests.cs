using ProcGen.Platform;
using ProcGen.Waiting;

namespace ProcGen.Tests.Waiting;

public class ReactorTests
{
    [Fact]
    public async Task What_is_ready_and_cannot_be_had_is_told_of_again_later()
    {
        (SafeDescriptor here, SafeDescriptor there) = HostPlatform.Current.CreateSocketPair();
        using (there)
        {
            Refusing handler = new(here, times: 3);
            HostPlatform.Current.Send(there, [1], wait: true);
            handler.Registration.Arm();
            await handler.Done.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);

            // It asks for one more, and is closed before that comes.
            here.Dispose();
        }
    }

    private sealed class Refusing : IReadinessHandler
    {
        private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _times;

        public Refusing(SafeDescriptor descriptor, int times)
        {
            _times = times;
            Registration = Reactor.Shared.Register(descriptor, this);
        }

        public Reactor.Registration Registration { get; }

        public Task Done => _done.Task;

        public void OnReady()
        {
            Registration.ArmLater();
            if (--_times == 0)
            {
                _done.TrySetResult();
            }
        }
    }
}
