namespace ProcGen.Generator.Tests.Infrastructure;

/// <summary>Sources that compiled tests share.</summary>
internal static class Sources
{
    /// <summary>Sends a call or a result over the wire and back, inside of one process.</summary>
    public const string Wire = """
        using ProcGen.CompilerServices;
        using ProcGen.Serialization;

        internal static class Wire
        {
            public static TCall Again<TCall>(TCall call) where TCall : TargetCall
            {
                using WireBuffer buffer = new();
                WireWriter writer = new(buffer);
                call.WriteArguments(ref writer);
                writer.Flush();
                WireReader reader = new(buffer.WrittenSpan);
                TargetCall again = call.Target.Read(ref reader);
                reader.End();
                return (TCall)again;
            }

            public static T Run<T>(TargetCall<T> call)
            {
                TargetCall<T> again = Again(call);
                T result = new InlineExecutor().Invoke(again, default);
                using WireBuffer buffer = new();
                WireWriter writer = new(buffer);
                again.WriteResult(ref writer, result);
                writer.Flush();
                WireReader reader = new(buffer.WrittenSpan);
                result = call.ReadResult(ref reader);
                reader.End();
                return result;
            }

            public static void Equal(object? expected, object? actual, [CallerArgumentExpression(nameof(actual))] string? what = null)
            {
                if (!object.Equals(expected, actual)) throw new Exception($"{what}: expected {expected ?? "null"} and found {actual ?? "null"}");
            }

            public static void Sequence<T>(IEnumerable<T>? expected, IEnumerable<T>? actual, [CallerArgumentExpression(nameof(actual))] string? what = null)
            {
                if (expected is null || actual is null || !expected.SequenceEqual(actual)) throw new Exception($"{what}: {string.Join(",", actual ?? [])}");
            }
        }
        """;
}
