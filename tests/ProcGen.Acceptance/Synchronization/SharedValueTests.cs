namespace ProcGen.Acceptance.Synchronization;

/// <summary>Shared values.</summary>
public class SharedValueTests : ProcessTest
{
    [Theory]
    [InlineData(Party.Thread, LockChoice.Own)]
    [InlineData(Party.Thread, LockChoice.None)]
    [InlineData(Party.Process, LockChoice.Own)]
    [InlineData(Party.Process, LockChoice.None)]
    public async Task V1_Values_of_each_type_are_read_and_written_by_others(Party party, LockChoice choice)
    {
        using SharedValue<int> number = new(7, choice);
        using SharedValue<double> real = new(1.25, choice);
        using SharedValue<short> small = new(-3, choice);
        using SharedValue<long> large = new(1L << 40, choice);
        using SharedValue<char> letter = new('x', choice);
        Assert.Equal((7, 1.25, (short)-3, 1L << 40, 'x'), (number.Value, real.Value, small.Value, large.Value, letter.Value));
        Assert.True(await party.Run(new SharedDataJobs.DoubleValuesProcess(number, real, small, large, letter)));
        Assert.Equal((14, 2.5, (short)-6, 1L << 41, 'X'), (number.Value, real.Value, small.Value, large.Value, letter.Value));
        using SharedValue<int> zero = new();
        Assert.Equal(0, zero.Value);
    }

    [Theory]
    [InlineData(Party.Thread)]
    [InlineData(Party.Process)]
    public async Task V1_No_change_is_lost(Party party)
    {
        const int Count = 4, Rounds = 2000;
        using SharedValue<int> atomic = new();
        using SharedValue<long> locked = new();
        await Task.WhenAll(Enumerable.Range(0, Count).Select(_ => party.Run(new SharedDataJobs.AddToValuesProcess(atomic, locked, Rounds))));
        Assert.Equal((Count * Rounds, (long)Count * Rounds), (atomic.Value, locked.Value));
    }

    [Fact]
    public async Task V2_A_value_has_its_own_lock_or_the_given_one_or_none()
    {
        using SharedValue<int> own = new(1);
        ProcessLockBase? lockOfOwn = own.Lock;
        Assert.IsType<ProcessRLock>(lockOfOwn);
        Assert.Same(lockOfOwn, own.Lock);
        using (own.Acquire())
        {
            Assert.True(lockOfOwn.IsLocked);
        }

        using ProcessLock shared = new();
        using SharedValue<int> given = new(1, shared);
        using SharedArray<int> other = new(3, shared);
        Assert.Same(shared, given.Lock);
        Assert.Same(shared, other.Lock);
        using (given.Acquire())
        {
            Assert.True(shared.IsLocked);
            Assert.False(shared.TryAcquire());
        }

        using SharedValue<int> bare = new(1, LockChoice.None);
        Assert.Null(bare.Lock);
        Assert.Throws<InvalidOperationException>(() => bare.Acquire());
        Assert.Equal(1, bare.Value);

        using SharedArray<int> bareArray = new(1, LockChoice.None);
        Assert.True(await SharedDataJobs.HasLockProcess.RunAsync(given, other));
        Assert.False(await SharedDataJobs.HasLockProcess.RunAsync(bare, bareArray));

        // A given lock belongs to who gave it.
        given.Dispose();
        Assert.False(shared.IsLocked);
    }

    [Fact]
    public void V3_What_is_no_lock_is_refused()
    {
        Assert.Throws<ArgumentNullException>(static () => new SharedValue<int>(1, null!));
        Assert.Throws<ArgumentOutOfRangeException>(static () => new SharedValue<int>(1, (LockChoice)7));
    }

    [Fact]
    public void A_value_is_changed_in_one_step()
    {
        using SharedValue<long> value = new(5);
        Assert.Equal(8, value.Add(3));
        Assert.Equal(8, value.Exchange(1));
        Assert.Equal(1, value.CompareExchange(2, comparand: 9));
        Assert.Equal(1, value.CompareExchange(2, comparand: 1));
        Assert.Equal(2, value.Value);
        using SharedValue<Place> place = new(new Place(1, 2));
        Assert.Throws<NotSupportedException>(() => place.Exchange(default));
        Assert.Throws<NotSupportedException>(() => place.Add(default));
        Assert.Equal(new Place(1, 2), place.Value);
    }
}
