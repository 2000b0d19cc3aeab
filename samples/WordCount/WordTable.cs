using System.Runtime.CompilerServices;

namespace WordCount;

/// <summary>
/// How often each word was seen. The letters of all words stand in one array, each word followed by a space, which is also how they cross
/// from a worker to the parent: no object is made for a word.
/// </summary>
internal sealed class WordTable
{
    // Open addressing: a slot holds the number of an entry plus one, or 0. At most half of the slots are used.
    private int[] _slots = new int[1 << 14];
    private Entry[] _entries = new Entry[1 << 13];
    private char[] _letters = new char[1 << 16];
    private int _letterCount;

    private struct Entry
    {
        public int Hash;
        public int Start;
        public int Length;
        public long Count;
    }

    /// <summary>How many different words there are.</summary>
    public int Count { get; private set; }

    /// <summary>Counts a word.</summary>
    // Workers live for a second or two: too short to wait until the runtime finds that this is worth compiling well.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Add(ReadOnlySpan<char> word, long count)
    {
        int hash = string.GetHashCode(word);
        for (int slot = hash & (_slots.Length - 1); ; slot = (slot + 1) & (_slots.Length - 1))
        {
            int number = _slots[slot];
            if (number == 0)
            {
                Append(word, hash, count);
                _slots[slot] = Count;
                if (2 * Count > _slots.Length)
                {
                    Grow();
                }

                return;
            }

            ref Entry entry = ref _entries[number - 1];
            if (entry.Hash == hash && word.SequenceEqual(_letters.AsSpan(entry.Start, entry.Length)))
            {
                entry.Count += count;
                return;
            }
        }
    }

    /// <summary>Adds what <see cref="GetWords"/> and <see cref="GetCounts"/> of another table gave.</summary>
    public void Add(ReadOnlySpan<char> words, ReadOnlySpan<long> counts)
    {
        foreach (long count in counts)
        {
            int length = words.IndexOf(' ');
            Add(words[..length], count);
            words = words[(length + 1)..];
        }
    }

    /// <summary>The words in the order in which they were first seen, each followed by a space.</summary>
    public string GetWords() => new(_letters, 0, _letterCount);

    /// <summary>How often each word was seen, in the same order.</summary>
    public long[] GetCounts()
    {
        long[] counts = new long[Count];
        for (int i = 0; i < counts.Length; i++)
        {
            counts[i] = _entries[i].Count;
        }

        return counts;
    }

    /// <summary>The most frequent words; those of the same count by the codes of their characters.</summary>
    public IEnumerable<KeyValuePair<string, long>> GetTop(int count)
    {
        // The count of the last word that can be among them, so that strings are made for few.
        long[] counts = GetCounts();
        Array.Sort(counts);
        long least = count == 0 ? long.MaxValue : counts.Length > count ? counts[^count] : 0;
        return _entries.Take(Count)
            .Where(entry => entry.Count >= least)
            .Select(entry => KeyValuePair.Create(new string(_letters, entry.Start, entry.Length), entry.Count))
            .OrderByDescending(pair => pair.Value)
            .ThenBy(pair => pair.Key, StringComparer.Ordinal)
            .Take(count);
    }

    /// <summary>How many words were seen, each as often as it was.</summary>
    public long Sum() => GetCounts().Sum();

    private void Append(ReadOnlySpan<char> word, int hash, long count)
    {
        if (_letters.Length - _letterCount <= word.Length)
        {
            Array.Resize(ref _letters, Math.Max(2 * _letters.Length, _letterCount + word.Length + 1));
        }

        if (Count == _entries.Length)
        {
            Array.Resize(ref _entries, 2 * _entries.Length);
        }

        word.CopyTo(_letters.AsSpan(_letterCount));
        _letters[_letterCount + word.Length] = ' ';
        _entries[Count++] = new Entry { Hash = hash, Start = _letterCount, Length = word.Length, Count = count };
        _letterCount += word.Length + 1;
    }

    private void Grow()
    {
        _slots = new int[2 * _slots.Length];
        for (int i = 0; i < Count; i++)
        {
            int slot = _entries[i].Hash & (_slots.Length - 1);
            while (_slots[slot] != 0)
            {
                slot = (slot + 1) & (_slots.Length - 1);
            }

            _slots[slot] = i + 1;
        }
    }
}
