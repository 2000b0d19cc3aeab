using ProcGen.Serialization;
using ProcGen.Tests.Serialization;

namespace ProcGen.Tests.Synchronization;

/// <summary>References to shared objects, in the wire format.</summary>
public class SharedReferenceTests
{
    [Fact]
    public void What_comes_back_is_the_same_object()
    {
        using ProcessLock sent = new();
        using ProcessLock received = Wire.Copy<ProcessLock?, SharedObjectCodec<ProcessLock>>(sent)!;
        Assert.True(sent.TryAcquire());
        Assert.True(received.IsLocked);
        Assert.False(received.TryAcquire());
        received.Release();
        Assert.False(sent.IsLocked);
    }

    [Fact]
    public void A_lock_travels_with_what_it_guards()
    {
        using ProcessLock guard = new();
        using SharedArray<int> sent = new([1, 2], guard);
        using SharedArray<int> received = Wire.Copy<SharedArray<int>?, SharedObjectCodec<SharedArray<int>>>(sent)!;
        using (received.Acquire())
        {
            Assert.True(guard.IsLocked);
            received[1] = 7;
        }

        Assert.Equal([1, 7], sent.ToArray());
        received.Lock!.Dispose();
    }

    [Fact]
    public void A_condition_travels_with_the_lock_of_another_object()
    {
        using SharedValue<int> value = new(1);
        using ProcessCondition other = new();
        foreach (ProcessLockBase guard in (ProcessLockBase[])[value.Lock!, other.Lock])
        {
            using ProcessCondition sent = new(guard);
            using ProcessCondition received = Wire.Copy<ProcessCondition?, SharedObjectCodec<ProcessCondition>>(sent)!;
            using (received.Acquire())
            {
                Assert.True(guard.IsLocked);
                received.NotifyAll();
            }

            Assert.False(guard.IsLocked);
            received.Lock.Dispose();
        }
    }

    [Fact]
    public void A_queue_arrives_with_the_codec_of_its_items()
    {
        using ProcessQueue<(int, string?)> sent = NewQueue();
        using ProcessQueue<(int, string?)> received = Wire.Copy<ProcessQueue<(int, string?)>?, SharedChannelCodec<ProcessQueue<(int, string?)>, (int, string?), ValueTupleCodec<int, string?, Int32Codec, StringCodec>>>(sent)!;
        received.Put((1, "one"));
        Assert.Equal((1, "one"), sent.Get());

        static ProcessQueue<(int, string?)> NewQueue()
        {
            ItemCodecs.Add<(int, string?), ValueTupleCodec<int, string?, Int32Codec, StringCodec>>();
            return new(2);
        }
    }

    [Fact]
    public void Null_travels() => Assert.Null(Wire.Copy<SharedList?, SharedObjectCodec<SharedList>>(null));

    [Fact]
    public void A_message_keeps_its_objects_until_it_is_read()
    {
        ProcessEvent sent = new(isSet: true);
        byte[] message = Wire.Encode<ProcessEvent?, SharedObjectCodec<ProcessEvent>>(sent);
        sent.Dispose();
        using ProcessEvent received = Wire.Decode<ProcessEvent?, SharedObjectCodec<ProcessEvent>>(message)!;
        Assert.True(received.IsSet);
    }

    [Fact]
    public void What_is_gone_is_told()
    {
        ProcessEvent sent = new();
        byte[] message = Wire.Encode<ProcessEvent?, SharedObjectCodec<ProcessEvent>>(sent);
        sent.Dispose();
        Wire.Decode<ProcessEvent?, SharedObjectCodec<ProcessEvent>>(message)!.Dispose();
        Assert.Equal(SharedObjectFailure.Gone, Refusal<ProcessEvent>(message));
    }

    [Fact]
    public void Another_kind_of_object_is_told()
    {
        using SharedValue<int> sent = new(1);
        byte[] message = Wire.Encode<SharedValue<int>?, SharedObjectCodec<SharedValue<int>>>(sent);
        Assert.Equal(SharedObjectFailure.OtherType, Refusal<ProcessLock>(message));
        Assert.Equal(SharedObjectFailure.OtherType, Refusal<SharedValue<uint>>(message));
        Assert.Equal(SharedObjectFailure.OtherType, Refusal<SharedArray<int>>(message));
    }

    [Fact]
    public void A_disposed_object_is_not_sent()
    {
        ProcessLock sent = new();
        sent.Dispose();
        Assert.Throws<ObjectDisposedException>(() => Wire.Encode<ProcessLock?, SharedObjectCodec<ProcessLock>>(sent));
    }

    [Fact]
    public void Any_bytes_are_an_object_or_a_typed_error()
    {
        using ProcessBarrier barrier = new(2, timeout: TimeSpan.FromSeconds(1));
        using SharedValue<int> value = new(1, new ProcessLock());
        byte[][] valid = [Wire.Encode<ProcessBarrier?, SharedObjectCodec<ProcessBarrier>>(barrier), Wire.Encode<SharedValue<int>?, SharedObjectCodec<SharedValue<int>>>(value)];
        Random random = new(7);
        for (int round = 0; round < 50_000; round++)
        {
            byte[] bytes = [.. valid[round % 2]];
            for (int changes = random.Next(1, 4); changes > 0; changes--)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            Try<ProcessBarrier>(bytes);
            Try<SharedValue<int>>(bytes);
        }
    }

    private static SharedObjectFailure Refusal<T>(byte[] message)
        where T : class, ISharedObject<T> => Assert.Throws<SharedObjectException>(() => Wire.Decode<T?, SharedObjectCodec<T>>(message)).Failure;

    private static void Try<T>(byte[] bytes)
        where T : class, ISharedObject<T>
    {
        try
        {
            (Wire.Decode<T?, SharedObjectCodec<T>>(bytes) as IDisposable)?.Dispose();
        }
        catch (Exception exception) when (exception is ProtocolException or SharedObjectException)
        {
            // One of the two is what bad bytes give.
        }
    }
}
