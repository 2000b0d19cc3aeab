using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace ProcGen.Validation;

/// <summary>Classes that are processes: they derive from ChildProcess, and the override of Run or RunAsync is the target.</summary>
internal static class ProcessClasses
{
    /// <summary>Whether an instance method is the override that a process class has for a target.</summary>
    public static bool IsProcessTarget(IMethodSymbol method)
    {
        if (!method.IsOverride || method.Name is not ("Run" or "RunAsync"))
        {
            return false;
        }

        IMethodSymbol root = method;
        while (root.OverriddenMethod is { } overridden)
        {
            root = overridden;
        }

        return IsRoot(root.ContainingType);
    }

    public static void Check(
        IMethodSymbol method,
        TypeClassifier classifier,
        TypeValidator types,
        ImmutableArray<Problem>.Builder problems,
        CancellationToken cancellationToken)
    {
        INamedTypeSymbol type = method.ContainingType;
        void Add(InvalidReason reason) => problems.Add(new Problem(reason, method, method.Name));

        if (type.IsAbstract)
        {
            Add(InvalidReason.AbstractProcessClass);
        }

        if (TargetNames.MarkedMethods(type).Count(static other => !other.IsStatic) > 1)
        {
            Add(InvalidReason.SeveralProcessTargets);
        }

        string call = TargetNames.CallClass(type.Name);
        if (TargetNames.IsTaken(type, call))
        {
            Add(InvalidReason.GeneratedNameTaken);
        }

        if (ProcessState.PrimaryConstructor(type) is null
            && type.BaseType is { } inherited
            && !inherited.InstanceConstructors
                .Any(constructor => constructor.Parameters.IsEmpty && classifier.Compilation.IsSymbolAccessibleWithin(constructor, type)))
        {
            Add(InvalidReason.NoBaseConstructor);
        }

        ImmutableArray<ProcessStateMember> state = ProcessState.Find(type, classifier.Compilation, cancellationToken);
        if (ProcessState.UsedUp(type, state, classifier.Compilation, cancellationToken) is { } parameter)
        {
            problems.Add(new Problem(InvalidReason.ParameterUsedUp, type, type.Name + "." + parameter.Name));
        }

        foreach (ProcessStateMember member in state)
        {
            if (types.Find(member.Type, type, type.Name + "." + member.Name) is { } problem)
            {
                problems.Add(problem);
            }
        }
    }

    /// <summary>Whether the type is the runtime's ChildProcess, with or without a result.</summary>
    public static bool IsRoot(INamedTypeSymbol type) =>
        WellKnown.Is(type, WellKnown.ChildProcess) || WellKnown.Is(type, WellKnown.ChildProcessOfResult);
}
