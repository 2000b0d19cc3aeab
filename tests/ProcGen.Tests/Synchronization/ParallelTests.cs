using CsCheck;
using ProcGen.Memory;
using ProcGen.Synchronization;
using ProcGen.Tests.Memory;

namespace ProcGen.Tests.Synchronization;

/// <summary>What several processes did at once to a word is what they could have done one after the other.</summary>
public unsafe class ParallelTests
{
    private const int Members = 3;

    private static readonly Gen<int> AnyMember = Gen.Int[0, Members - 1];

    [Fact]
    public void A_lock_is_held_by_one() => Gen.Const(0).Select(static _ => new Subject(CellKind.Lock)).SampleParallel(
        AnyMember.Operation<Subject>(static (subject, member) => subject.Note(member, LockWord.TryTake(subject.Cell(member), subject.Arena(member).Token, 1))),
        AnyMember.Operation<Subject>(static (subject, member) =>
        {
            if (LockWord.OwnerOf(Volatile.Read(ref subject.Cell(member)->LockWord)) == subject.Arena(member).Token)
            {
                LockWord.TryFree(subject.Cell(member));
            }
        }),
        equal: static (one, other) => LockWord.OwnerOf(one.Cell(0)->LockWord) == LockWord.OwnerOf(other.Cell(0)->LockWord),
        iter: 200);

    [Fact]
    public void A_semaphore_counts_and_keeps_its_books() => Gen.Const(0).Select(static _ => new Subject(CellKind.Semaphore, 2)).SampleParallel(
        AnyMember.Operation<Subject>(static (subject, member) => subject.Note(member, SemaphoreWord.TryTake(subject.Arena(member), subject.Index, subject.Cell(member)))),
        AnyMember.Operation<Subject>(static (subject, member) => SemaphoreWord.TryRelease(subject.Arena(member), subject.Index, subject.Cell(member), 1, 4)),
        equal: static (one, other) => one.Books().SequenceEqual(other.Books()),
        iter: 200);

    [Fact]
    public void A_barrier_passes_when_all_have_arrived() => Gen.Const(0).Select(static _ => new Subject(CellKind.Barrier, 2)).SampleParallel(
        AnyMember.Operation<Subject>(static (subject, member) => BarrierWord.TryArrive(subject.Cell(member), out _, out _)),
        AnyMember.Operation<Subject>(static (subject, member) =>
        {
            ulong word = Volatile.Read(ref subject.Cell(member)->Word);
            if (BarrierWord.StateOf(word) == BarrierWord.State.Acting)
            {
                BarrierWord.TryPass(subject.Cell(member), word);
            }
        }),
        AnyMember.Operation<Subject>(static (subject, member) => BarrierWord.Break(subject.Cell(member), BarrierBreak.Aborted)),
        AnyMember.Operation<Subject>(static (subject, member) => BarrierWord.Reset(subject.Cell(member))),
        equal: static (one, other) => BarrierWord.StateOf(one.Cell(0)->Word) == BarrierWord.StateOf(other.Cell(0)->Word) && BarrierWord.ArrivedOf(one.Cell(0)->Word) == BarrierWord.ArrivedOf(other.Cell(0)->Word),
        iter: 200);

    [Fact]
    public void Sums_lose_nothing() => Gen.Const(0).Select(static _ => new Subject(CellKind.Value)).SampleParallel(
        Gen.Select(AnyMember, Gen.Double[-4, 4]).Operation<Subject>(static (subject, what) => SharedAtomic<double>.Add(ref *(double*)subject.Cell(what.Item1)->Inline, Math.Round(what.Item2))),
        Gen.Select(AnyMember, Gen.Short).Operation<Subject>(static (subject, what) => SharedAtomic<short>.Add(ref *(short*)(subject.Cell(what.Item1)->Inline + 8), what.Item2)),
        equal: static (one, other) => new Span<byte>(one.Cell(0)->Inline, Cell.InlineSize).SequenceEqual(new Span<byte>(other.Cell(0)->Inline, Cell.InlineSize)),
        iter: 200);

    /// <summary>One cell and the members that have it open.</summary>
    private sealed class Subject
    {
        private readonly ArenaMembers _members = new(Members);
        private readonly int[] _successes = new int[Members];
        private int[]? _books;

        public Subject(CellKind kind, int parameter = 0) => Index = _members.Share(kind, (cell, _) =>
        {
            cell->Parameter = parameter;
            cell->Word = kind == CellKind.Semaphore ? (ulong)parameter : 0;
        });

        // Thousands are made: their mappings go with them.
        ~Subject() => _members.Dispose();

        public int Index { get; }

        public Arena Arena(int member) => _members[member];

        public Cell* Cell(int member) => _members[member].At(Index);

        public override string ToString() => $"word {Cell(0)->Word:x16}, lock {Cell(0)->LockWord:x8}, books {(_books is null ? "closed" : string.Join(' ', _books))}";

        public void Note(int member, bool isDone) => Interlocked.Add(ref _successes[member], isDone ? 1 : 0);

        /// <summary>The count, and what each holds once the last operation is entered. States are compared by several threads.</summary>
        public int[] Books()
        {
            lock (_members)
            {
                if (_books is not null)
                {
                    return _books;
                }

                int count = SemaphoreWord.CountOf(Cell(0)->Word);

                // One more operation, of a member that joins for it, enters what was done last.
                Arena joined = _members.Join("auditor");
                _members.All.Add(joined);
                joined.Retain(Index);
                SemaphoreWord.TryRelease(joined, Index, joined.At(Index), 1, SemaphoreWord.MaxCount);
                return _books = [count, .. Enumerable.Range(0, Members).Select(member => (int)(*joined.Ledger(member, Index) & SemaphoreWord.MaxCount))];
            }
        }
    }
}
