using ProcGen.Generator.Tests.Infrastructure;

namespace ProcGen.Generator.Tests;

public class ProcessClassTests
{
    [Fact]
    public void The_state_of_a_process_object_crosses()
    {
        GeneratorRun.Of(Sources.Wire, """
            using ProcGen.CompilerServices;
            public partial class Greeter : ChildProcess
            {
                private readonly int _seed = 3;
                private List<string> _words = ["a"];
                [NonSerialized] private object? _left = null;
                public required string Who { get; init; }
                public int ReadOnly { get; } = 5;
                public static int Shared;
                [field: NonSerialized] public object? LeftToo { get; set; }
                public event Action? Happened;
                public string Said = "";
                public void Set(int seed, object left) { _left = left; _words.Add("b"); Happened?.Invoke(); }
                [ProcessTarget] public override void Run() => Said = Who + _seed + string.Join("", _words) + ReadOnly + (_left is null) + (LeftToo is null);
                internal TargetCall Call() => CreateCall();
            }
            public partial class Adder(int a, string unused, string shown, System.Collections.Generic.List<int> items) : ChildProcess<int>
            {
                public string Shown { get; } = shown;
                private readonly System.Collections.Generic.List<int> _items = items;
                private readonly int _count = items.Count;
                [ProcessTarget] public override async Task<int> RunAsync(CancellationToken cancellationToken = default) { await Task.Yield(); return a + Shown.Length + _items.Count + _count; }
                internal TargetCall Call() => CreateCall();
            }
            public abstract class Middle : ChildProcess { public int Inherited { get; set; } protected string Kept = ""; protected Middle() { } private int _own = 0; public int Own() => _own; public string KeptToo { get => Kept; } public void Keep(string text) => Kept = text; }
            public sealed partial class Last : Middle { public int Result; [ProcessTarget] public override void Run() => Result = Inherited + Kept.Length; internal TargetCall Call() => CreateCall(); }
            public partial class WithOwn : ChildProcess { public WithOwn(int value) { Value = value; } public int Value; [ProcessTarget] public override Task RunAsync(CancellationToken token = default) => Task.CompletedTask; internal TargetCall Call() => CreateCall(); }
            public static class Check
            {
                public static void Run()
                {
                    Greeter greeter = new() { Who = "w", LeftToo = new() };
                    greeter.Set(1, new object());
                    var call = Wire.Again((TargetCall<NoResult>)greeter.Call());
                    new InlineExecutor().Invoke(call, default);
                    Greeter again = (Greeter)((IChildProcessCall)call).Process;
                    if (ReferenceEquals(again, greeter)) throw new Exception("the same object");
                    Wire.Equal("w3ab5TrueTrue", again.Said);
                    Wire.Equal(7 + 5 + 2 + 2, Wire.Run((TargetCall<int>)new Adder(7, "abc", "shown", [1, 2]).Call()));
                    Last last = new() { Inherited = 2 }; last.Keep("abc");
                    var lastCall = Wire.Again((TargetCall<NoResult>)last.Call()); new InlineExecutor().Invoke(lastCall, default);
                    Wire.Equal(5, ((Last)((IChildProcessCall)lastCall).Process).Result);
                    Wire.Equal(9, ((WithOwn)((IChildProcessCall)Wire.Again(new WithOwn(9).Call())).Process).Value);
                    Wire.Equal("Greeter", call.Target.Name);
                }
            }
            """).Execute();
    }

    [Fact]
    public void A_parameter_that_is_used_up_in_initializers_cannot_be_given_again()
    {
        Assert.Empty(GeneratorRun.Of("""
            public partial class Counter(List<int> items) : ChildProcess { private readonly int _count = items.Count; [ProcessTarget] public override void Run() { } public int Count => _count; }
            """).Files);
    }

    [Fact]
    public void A_derived_class_without_a_target_does_not_come_out_as_its_base()
    {
        GeneratorRun.Of("""
            public partial class First : ChildProcess { [ProcessTarget] public override void Run() { } public object Call() => CreateCall(); }
            public class Second : First { }
            public static class Check
            {
                public static void Run()
                {
                    try { new Second().Call(); } catch (UnserializableValueException) { return; }
                    throw new Exception("a call was made");
                }
            }
            """).Execute();
    }
}
