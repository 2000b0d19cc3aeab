using Microsoft.CodeAnalysis;
using ProcGen.Validation;

namespace ProcGen.Analyzers.Declaration;

/// <summary>The words for each reason: what was found, and what to do about it.</summary>
internal static class Advice
{
    public static string OfShape(Problem problem) => problem.Reason switch
    {
        InvalidReason.GenericMethod => $"'{problem.Path}' has type parameters, so that no one method stands behind its id: write a target for each type that is meant",
        InvalidReason.GenericContainingType => $"The type of '{problem.Path}', or one around it, has type parameters: move the target to a type without",
        InvalidReason.ByReference => $"'{problem.Path}' is passed by reference, which cannot reach into another process: pass the value, and return what changes",
        InvalidReason.Pointer => $"'{problem.Path}' is a pointer, and an address means nothing in another process: pass the data, or a SharedMemory",
        InvalidReason.RefStruct => $"'{problem.Path}' is a ref struct, which refers to memory of this process: pass an array or a Memory<T>",
        _ => $"'{problem.Path}' is a type parameter, and what crosses has a type that is known here: use the type that is meant",
    };

    public static string OfAccess(Problem problem) => problem switch
    {
        { Reason: InvalidReason.ContainingTypeNotAccessible } => $"The type of '{problem.Path}' is file-local or private, and the table of targets has to name it: make it internal",
        { Subject: ITypeSymbol type } when problem.Path == type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat) =>
            $"'{problem.Path}' is a type that generated code cannot name: make it, and the types around it, internal or public",
        _ => $"'{problem.Path}' has a type that generated code cannot name: make it internal or public",
    };

    public static string OfName(Problem problem) => problem.Reason switch
    {
        InvalidReason.DuplicateName => $"Another target of the type has the name of '{problem.Path}', so that both had one id: give it one of its own, as in [ProcessTarget(Name = \"...\")]",
        InvalidReason.InvalidName => $"The name that the attribute gives '{problem.Path}' is no identifier: give one that C# could call",
        _ => $"The type has a member with a name that is needed for '{problem.Path}' (its ...Process or ...Call class): rename the member, or give the target another name, as in [ProcessTarget(Name = \"...\")]",
    };

    public static string OfMaking(Problem problem) => problem.Reason switch
    {
        InvalidReason.AbstractMethod => $"'{problem.Path}' has no body that a child could run: implement it",
        InvalidReason.AbstractProcessClass => $"The process class of '{problem.Path}' is abstract, so that no child could make one: mark the override in the classes that derive from it",
        InvalidReason.SeveralProcessTargets => $"The process class of '{problem.Path}' has two targets, and a process runs one: mark either Run or RunAsync",
        _ => $"The base of the process class of '{problem.Path}' has no constructor without parameters, through which the child makes the object: give it one, protected or more",
    };

    public static string OfException(Problem problem) => problem.Reason == InvalidReason.NotAnException
        ? $"'{problem.Path}' is abstract, generic or no exception, so that it cannot be thrown again as itself: mark a class that derives from Exception"
        : $"'{problem.Path}' has no accessible constructor whose parameters are its properties by name and type: give it one, such as (string message, Exception? innerException)";

    public static string OfCrossing(Problem problem) => problem.Reason switch
    {
        InvalidReason.Delegate => "code does not cross, only data; write a target and pass its arguments",
        InvalidReason.Stream => "a stream belongs to the process that opened it; pass the path, or the bytes",
        InvalidReason.Task => "work under way belongs to the process that does it; await it first and pass what it gives, or take data and return IAsyncEnumerable<T>",
        InvalidReason.Cancellation => "a source of cancellation, or a token inside of a value, stays in its process; take a CancellationToken as a parameter of its own",
        InvalidReason.SeveralCancellationTokens => "a call has one cancellation; link the tokens before the call and take one",
        InvalidReason.NestedProgress => "only a parameter can report progress; take an IProgress<T> as a parameter of its own",
        InvalidReason.InterfaceWithoutUnion => "an interface does not say what may stand behind it; declare it with [Union], or use the type that is meant",
        InvalidReason.AbstractWithoutUnion => "an abstract class does not say what may stand behind it; declare it with [Union], or use the type that is meant",
        InvalidReason.ArrayRank => "arrays of more than three dimensions do not cross; use an array of arrays",
        InvalidReason.PlatformType => OfPlatform(problem.Type),
        InvalidReason.PlatformBase => "it derives from a class of .NET whose state is out of reach; pass what is needed of it in a type of yours",
        InvalidReason.CustomCollection => "the items of a collection class of one's own are out of reach; pass an array or a List<T>",
        InvalidReason.NoUsableConstructor => "none of its accessible constructors has only parameters that match members by name and type; add one, or make the members settable",
        InvalidReason.MemberCannotBeSet => "it could be read but not set again; give it a setter, or a constructor parameter of its name",
        InvalidReason.NothingToCarry => "it has nothing that could be read and set; give it properties, or pass what it stands for",
        InvalidReason.MissingKey => "a member of a keyed type needs a [Key], or [IgnoreMember] to be left out",
        InvalidReason.InvalidKeys => "keys are unique, of one kind, and not negative; number the members anew",
        InvalidReason.InvalidUnion => "a type that the union declares is not one of its kind, or is declared twice; correct its [Union] attributes",
        InvalidReason.ParameterUsedUp => "the parameter is used up while the object is made, so that nobody has it when the child needs it; keep it in a member of its name",
        _ => "it is no data; pass what is needed of it in a type of yours",
    };

    private static string OfPlatform(ITypeSymbol? type)
    {
        string name = WellKnown.MetadataName(type);
        string shown = type?.Name ?? "this type";
        return name switch
        {
            "Microsoft.AspNetCore.Http.HttpContext" => "a request belongs to the process that answers it; pass what is needed of it",
            "System.Net.Http.HttpClient" => "an HttpClient belongs to its process; make one in the target",
            "System.Threading.Thread" or "System.Threading.Timer" => $"a {shown} runs in its process; start it in the target",
            "System.Diagnostics.Process" => "a Process object is this process' view of another; pass the id",
            _ when name.StartsWith("System.Net.Sockets.", StringComparison.Ordinal) => "a socket belongs to the process that opened it; pass the address and connect in the target",
            _ when WellKnown.DerivesFrom(type, "System.Data.Common.DbConnection") || name.StartsWith("System.Data.", StringComparison.Ordinal) =>
                "a database connection belongs to the process that opened it; pass the connection string and open one in the target",
            _ when WellKnown.DerivesFrom(type, "System.IO.TextWriter") || WellKnown.DerivesFrom(type, "System.IO.TextReader") =>
                "a reader or writer belongs to the process that opened it; pass the path, or the text",
            _ when WellKnown.DerivesFrom(type, "System.Threading.WaitHandle") || name is "System.Threading.SemaphoreSlim" or "System.Threading.Lock" =>
                $"a {shown} guards one process only; use ProcessLock, ProcessSemaphore or ProcessEvent",
            _ => $"{shown} is no data, or not one of the types that cross; pass what is needed of it in a type of yours",
        };
    }
}
