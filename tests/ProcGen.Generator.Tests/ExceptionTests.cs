using ProcGen.Generator.Tests.Infrastructure;

namespace ProcGen.Generator.Tests;

public class ExceptionTests
{
    [Fact]
    public void Exceptions_are_made_again_by_their_constructors()
    {
        GeneratorRun run = GeneratorRun.Of("""
            using ProcGen.Serialization;
            namespace Company;
            [ProcessException] public class OrderException : Exception
            {
                public OrderException(string message, int orderId, Exception? innerException = null) : base(message, innerException) => OrderId = orderId;
                public OrderException() { }
                public int OrderId { get; }
                public string? Note { get; set; }
                public Reason Why { get; init; } = new("");
            }
            public sealed record Reason(string Text);
            [ProcessException] internal sealed class PlainException : InvalidOperationException { }
            public class Unmarked : Exception { }
            public static class Check
            {
                public static void Run()
                {
                    using WireBuffer buffer = new();
                    WireWriter writer = new(buffer);
                    ProcGen.Generated.Company_OrderException_Codec.Write(ref writer, new OrderException("m", 4) { Note = "n", Why = new("w") });
                    writer.Flush();
                    WireReader reader = new(buffer.WrittenSpan);
                    Exception inner = new();
                    OrderException again = ProcGen.Generated.Company_OrderException_Codec.Read(ref reader, inner);
                    if ((again.Message, again.OrderId, again.Note, again.Why.Text) != ("m", 4, "n", "w") || again.InnerException != inner) throw new Exception("not the same");
                }
            }
            """);
        run.Execute("Company.Check");
        Assert.Contains("RemoteExceptions.Register<global::Company.OrderException, global::ProcGen.Generated.Company_OrderException_Codec>(\"Company.OrderException\");", run.AllText, StringComparison.Ordinal);
        Assert.Contains("Company.PlainException", run.AllText, StringComparison.Ordinal);
        Assert.DoesNotContain("Unmarked", run.AllText, StringComparison.Ordinal);
    }

    [Fact]
    public void Classes_that_cannot_be_made_again_are_left_out()
    {
        Assert.Empty(GeneratorRun.Of("""
            [ProcessException] public class Other : Exception { public Other(int unknown) { } }
            [ProcessException] public abstract class Abstract : Exception { }
            [ProcessException] public class Generic<T> : Exception { }
            [ProcessException] public class NoException { }
            [ProcessException] public class Holds : Exception { public Action? Callback { get; set; } }
            public class Outer { [ProcessException] private class Hidden : Exception { } }
            """).Files);
    }
}
