using System.Collections.ObjectModel;
using System.Runtime.ExceptionServices;

namespace ProcGen.Serialization;

/// <summary>An exception on its way to the process that called: what it says, where it was thrown, and its inner exceptions.</summary>
/// <remarks>
/// On the wire: name of the process, its id, and the exception; each of these is its type's name, message, stack trace, HResult, the texts that
/// its type has besides (see <see cref="KnownExceptions"/>), its <see cref="Exception.Data"/>, a block that its own codec wrote, and the inner exceptions.
/// No type is ever looked up by a name from the wire: names select from a fixed table and from what the program has registered.
/// </remarks>
internal static class ExceptionEnvelope
{
    private const int EnvelopeParts = 3;
    private const int ExceptionParts = 8;

    // A chain that is deeper, or a tree that is larger, says nothing more to who reads it.
    private const int MaxDepth = 16;
    private const int MaxExceptions = 64;
    private const int MaxText = 1 << 16;
    private const int MaxAllText = 1 << 19;
    private const int MaxName = 256;

    /// <summary>Appends any exception. Whatever its own code does, this does not fail, unless the buffer cannot hold even its name.</summary>
    public static void Write(ref WireWriter writer, Exception exception, string processName, int processId)
    {
        int position = writer.Position;
        int depth = writer.Depth;
        try
        {
            WriteEnvelope(ref writer, exception, processName, processId, new Budget(MaxExceptions, MaxAllText, MaxText));
        }
        catch (MessageTooLargeException)
        {
            // Better a short account than none.
            writer.Rewind(position, depth);
            WriteEnvelope(ref writer, exception, processName, processId, new Budget(exceptions: 1, allText: MaxName, text: MaxName));
        }
    }

    /// <summary>Rebuilds the exception, with the stack trace of the other process.</summary>
    /// <exception cref="ProtocolException">The bytes are not an exception.</exception>
    public static Exception Read(ref WireReader reader)
    {
        reader.EnterArray(EnvelopeParts);
        string process = Clip(ReadText(ref reader), MaxName);
        long id = reader.ReadInt64();
        int left = MaxExceptions;
        Exception exception = ReadException(ref reader, $"--- in process '{process}' ({id}) ---", depth: 0, ref left);
        reader.Leave();
        return exception;
    }

    private static void WriteEnvelope(ref WireWriter writer, Exception exception, string processName, int processId, Budget budget)
    {
        writer.WriteArrayHeader(EnvelopeParts);
        writer.WriteString(Clip(processName, MaxName));
        writer.WriteInt64(processId);
        WriteException(ref writer, exception, budget, depth: 1);
    }

    private static void WriteException(ref WireWriter writer, Exception exception, Budget budget, int depth)
    {
        budget.Exceptions--;
        Type type = exception.GetType();
        bool hasForm = RemoteExceptions.TryFind(type, out ExceptionForm? form);
        string?[] details = Try(exception, KnownExceptions.Details) ?? [];
        List<string> data = Try(exception, ExceptionData.Write) ?? [];
        writer.WriteArrayHeader(ExceptionParts);
        writer.WriteString(Clip(hasForm ? form!.Name : type.ToString(), MaxText));
        writer.WriteString(budget.Take(Try(exception, KnownExceptions.Message) ?? $"(The message of this {type} cannot be read: its own code failed.)"));
        writer.WriteString(budget.Take(Try(exception, static thrown => thrown.StackTrace) ?? ""));
        writer.WriteInt64(exception.HResult);
        WriteTexts(ref writer, details, budget);
        WriteTexts(ref writer, data, budget);
        WriteBlock(ref writer, exception, form, budget);
        WriteInner(ref writer, exception, budget, depth);
    }

    private static void WriteTexts(ref WireWriter writer, IReadOnlyList<string?> texts, Budget budget)
    {
        writer.WriteArrayHeader(texts.Count);
        foreach (string? text in texts)
        {
            writer.WriteString(text is null ? null : budget.Take(text));
        }
    }

    private static void WriteBlock(ref WireWriter writer, Exception exception, ExceptionForm? form, Budget budget)
    {
        using WireBuffer block = new(budget.Text);
        if (form is not null && TryFill(block, exception, form))
        {
            writer.WriteBinary(block.WrittenSpan);
        }
        else
        {
            writer.WriteNil();
        }
    }

    // A buffer of its own: a codec that fails half-way leaves nothing behind, and one that reads too far finds an end.
    private static bool TryFill(WireBuffer block, Exception exception, ExceptionForm form)
    {
        try
        {
            WireWriter writer = new(block);
            form.Write(ref writer, exception);
            writer.Flush();
            return true;
        }
        catch (Exception)
        {
            // The exception comes back as a RemoteException then.
            return false;
        }
    }

    private static void WriteInner(ref WireWriter writer, Exception exception, Budget budget, int depth)
    {
        ReadOnlyCollection<Exception> all = exception switch
        {
            AggregateException aggregate => aggregate.InnerExceptions,
            { InnerException: { } inner } => new([inner]),
            _ => ReadOnlyCollection<Exception>.Empty,
        };
        int mark = writer.BeginArray();
        int written = 0;
        for (; written < all.Count && depth < MaxDepth && budget.Exceptions > 0; written++)
        {
            WriteException(ref writer, all[written], budget, depth + 1);
        }

        writer.EndArray(mark, written);
    }

    private static Exception ReadException(ref WireReader reader, string process, int depth, ref int left)
    {
        if (depth >= MaxDepth || --left < 0)
        {
            throw reader.Error($"more than {MaxExceptions} exceptions, or more than {MaxDepth} levels of them");
        }

        reader.EnterArray(ExceptionParts);
        string type = ReadText(ref reader);
        string message = ReadText(ref reader);
        string stack = ReadText(ref reader);
        int result = reader.ReadInt32();
        string?[] details = ReadTexts(ref reader, KnownExceptions.MostDetails);
        string?[] data = ReadTexts(ref reader, 2 * ExceptionData.MostEntries);
        bool hasBlock = !reader.TryReadNil();
        ReadOnlySpan<byte> block = hasBlock ? reader.ReadBinary() : default;
        int count = reader.ReadArrayHeader();
        List<Exception> inner = new(Math.Min(count, MaxExceptions));
        for (int read = 0; read < count; read++)
        {
            inner.Add(ReadException(ref reader, process, depth + 1, ref left));
        }

        reader.Leave();
        string trace = stack.Length == 0 ? process : stack + Environment.NewLine + process;
        Exception? innermost = inner.Count > 0 ? inner[0] : null;
        return Finish(
            (hasBlock ? FromBlock(type, block, innermost) : null) ?? KnownExceptions.Make(new(type, message, details, inner)) ?? new RemoteException(type, message, innermost), trace, result, data);
    }

    private static string?[] ReadTexts(ref WireReader reader, int most)
    {
        int count = reader.ReadArrayHeader();
        if (count > most)
        {
            throw reader.Error($"{count} texts where there are {most} at most");
        }

        string?[] texts = count == 0 ? [] : new string?[count];
        for (int i = 0; i < count; i++)
        {
            texts[i] = reader.ReadString();
        }

        return texts;
    }

    // The codec and the constructor are the user's code. If they fail, the exception still arrives, by another name.
    private static Exception? FromBlock(string type, ReadOnlySpan<byte> block, Exception? inner)
    {
        if (!RemoteExceptions.TryFind(type, out ExceptionForm? form))
        {
            return null;
        }

        try
        {
            WireReader reader = new(block);
            Exception exception = form.Read(ref reader, inner);
            reader.End();
            return exception;
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            return null;
        }
    }

    private static Exception Finish(Exception exception, string trace, int result, string?[] data)
    {
        exception.HResult = result;
        for (int i = 0; i + 1 < data.Length; i += 2)
        {
            ExceptionData.Read(exception, data[i] ?? "", data[i + 1] ?? "");
        }

        return ExceptionDispatchInfo.SetRemoteStackTrace(exception, trace);
    }

    private static string ReadText(ref WireReader reader) => reader.ReadString() ?? throw reader.Error("a text is missing");

    // Message, stack trace and the like are virtual: the code of whoever wrote the class.
    private static TValue? Try<TValue>(Exception exception, Func<Exception, TValue> get)
    {
        try
        {
            return get(exception);
        }
        catch (Exception)
        {
            return default;
        }
    }

    private static string Clip(string text, int limit)
    {
        if (text.Length <= limit)
        {
            return text;
        }

        int end = limit > 0 && char.IsHighSurrogate(text[limit - 1]) ? limit - 1 : limit;
        return $"{text.AsSpan(0, end)}… ({text.Length:N0} characters in all)";
    }

    /// <summary>What is left for the whole tree of exceptions.</summary>
    private sealed class Budget(int exceptions, int allText, int text)
    {
        private int _allText = allText;

        public int Exceptions { get; set; } = exceptions;

        public int Text { get; } = text;

        public string Take(string value)
        {
            string taken = Clip(value, Math.Min(Text, _allText));
            _allText = Math.Max(0, _allText - taken.Length);
            return taken;
        }
    }
}
