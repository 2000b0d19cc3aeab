using Microsoft.CodeAnalysis;
using ProcGen.Validation;

namespace ProcGen.Analyzers.Declaration;

/// <summary>Turns what validation found into what the user reads: which rule, where, and in which words.</summary>
internal static class Verdict
{
    /// <summary>What to say of a problem of a target; null where the compiler says it already.</summary>
    public static Diagnostic? Of(Problem problem, IMethodSymbol method, CancellationToken cancellationToken)
    {
        INamedTypeSymbol type = method.ContainingType;
        return problem.Reason switch
        {
            InvalidReason.UnknownType => null,
            InvalidReason.NotPartial => Diagnostic.Create(TypeNotPartial.Rule, At(type), type.Name, NotPartial(type, cancellationToken)),
            InvalidReason.InstanceMethod => Diagnostic.Create(InstanceTarget.Rule, At(method), method.Name, type.Name),
            InvalidReason.AsyncVoid => Diagnostic.Create(AsyncVoidTarget.Rule, At(method), method.Name),
            InvalidReason.GenericContainingType or InvalidReason.ContainingTypeNotAccessible => Worded(problem, At(type)),
            _ => Worded(problem, Place(problem)),
        };
    }

    /// <summary>What to say of a marked exception class.</summary>
    public static Diagnostic? OfException(Problem problem, INamedTypeSymbol type) =>
        problem.Reason is InvalidReason.NotAnException || (problem.Reason == InvalidReason.NoUsableConstructor && problem.Path == type.Name)
            ? Diagnostic.Create(ExceptionClass.Rule, At(type), Advice.OfException(problem))
            : Worded(problem, Place(problem));

    /// <summary>What to say of the type of items, where it is named.</summary>
    public static Diagnostic? OfItem(Problem problem, Location place) => Worded(problem, place);

    private static Diagnostic? Worded(Problem problem, Location place) => problem.Reason switch
    {
        InvalidReason.UnknownType => null,
        InvalidReason.GenericMethod or InvalidReason.GenericContainingType or InvalidReason.ByReference or InvalidReason.Pointer
            or InvalidReason.RefStruct or InvalidReason.TypeParameter => Diagnostic.Create(TargetShape.Rule, place, Advice.OfShape(problem)),
        InvalidReason.ContainingTypeNotAccessible or InvalidReason.NotAccessible => Diagnostic.Create(TargetNotAccessible.Rule, place, Advice.OfAccess(problem)),
        InvalidReason.DuplicateName or InvalidReason.InvalidName or InvalidReason.GeneratedNameTaken =>
            Diagnostic.Create(TargetName.Rule, place, Advice.OfName(problem)),
        InvalidReason.Object => Diagnostic.Create(UntypedValue.Rule, place, problem.Path, problem.Type?.ToDisplayString() ?? "object"),
        InvalidReason.AbstractMethod or InvalidReason.AbstractProcessClass or InvalidReason.SeveralProcessTargets or InvalidReason.NoBaseConstructor =>
            Diagnostic.Create(TargetCannotBeMade.Rule, place, Advice.OfMaking(problem)),
        _ => Diagnostic.Create(TypeCannotCross.Rule, place, problem.Path, Advice.OfCrossing(problem)),
    };

    // Of a process class or an exception, the member that is to blame; else what is declared with the type.
    private static Location Place(Problem problem)
    {
        if (problem.Subject is INamedTypeSymbol type)
        {
            string member = problem.Path.Substring(Math.Min(problem.Path.Length, type.Name.Length)).TrimStart('.').Split('.', '[', '(')[0];
            ISymbol? found = type.GetMembers(member).FirstOrDefault()
                ?? (ISymbol?)ProcessState.PrimaryConstructor(type)?.Parameters.FirstOrDefault(parameter => parameter.Name == member);
            return At(found is { Locations: [{ IsInSource: true }, ..] } ? found : type);
        }

        return At(problem.Subject);
    }

    private static Location At(ISymbol symbol) => symbol.Locations.FirstOrDefault(static location => location.IsInSource) ?? Location.None;

    private static string NotPartial(INamedTypeSymbol type, CancellationToken cancellationToken)
    {
        List<string> names = [];
        for (INamedTypeSymbol? current = type; current is not null; current = current.ContainingType)
        {
            if (!ContainingTypes.IsPartial(current, cancellationToken))
            {
                names.Insert(0, current.Name);
            }
        }

        return names.Count == 1 && names[0] == type.Name ? "is" : string.Join(", ", names.Select(static name => "'" + name + "'")) + (names.Count == 1 ? " is" : " are");
    }
}
