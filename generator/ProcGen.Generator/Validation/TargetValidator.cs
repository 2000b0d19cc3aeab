using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ProcGen.Validation;

/// <summary>Decides whether a marked method is a target, and if not, why. The generator skips what this refuses; the analyzers report it.</summary>
internal sealed class TargetValidator(TypeClassifier classifier)
{
    private readonly TypeValidator _types = new(classifier);

    /// <summary>Everything that is wrong with a marked method; empty for a target.</summary>
    public ImmutableArray<Problem> Validate(IMethodSymbol method, CancellationToken cancellationToken)
    {
        ImmutableArray<Problem>.Builder problems = ImmutableArray.CreateBuilder<Problem>();
        void Add(InvalidReason reason) => problems.Add(new Problem(reason, method, method.Name));

        ContainingTypes.Check(method.ContainingType, classifier, Add);
        if (method.IsGenericMethod)
        {
            Add(InvalidReason.GenericMethod);
        }

        if (method.IsAbstract || (method.IsPartialDefinition && method.PartialImplementationPart is null))
        {
            Add(InvalidReason.AbstractMethod);
        }

        if (method.ReturnsByRef || method.ReturnsByRefReadonly)
        {
            Add(InvalidReason.ByReference);
        }

        if (method.ReturnsVoid && (method.IsAsync || method.PartialImplementationPart?.IsAsync == true))
        {
            Add(InvalidReason.AsyncVoid);
        }

        CheckName(method, Add);
        if (method.IsStatic)
        {
            CheckGeneratedNames(method, Add);
            CheckParameters(method, problems, cancellationToken);
        }
        else if (ProcessClasses.IsProcessTarget(method))
        {
            ProcessClasses.Check(method, classifier, _types, problems, cancellationToken);
        }
        else
        {
            Add(InvalidReason.InstanceMethod);
        }

        if (TargetReturn.Of(method).Result is { } result && _types.Find(result, method, "return value") is { } unfit)
        {
            problems.Add(unfit);
        }

        return problems.ToImmutable();
    }

    private void CheckParameters(IMethodSymbol method, ImmutableArray<Problem>.Builder problems, CancellationToken cancellationToken)
    {
        bool hasToken = false;
        foreach (IParameterSymbol parameter in method.Parameters)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (parameter.RefKind != RefKind.None)
            {
                problems.Add(new Problem(InvalidReason.ByReference, parameter, parameter.Name));
                continue;
            }

            if (WellKnown.Is(parameter.Type, WellKnown.CancellationToken))
            {
                if (hasToken)
                {
                    problems.Add(new Problem(InvalidReason.SeveralCancellationTokens, parameter, parameter.Name));
                }

                hasToken = true;
                continue;
            }

            ITypeSymbol crossing = ProgressValue(parameter.Type) ?? parameter.Type;
            if (_types.Find(crossing, parameter, parameter.Name) is { } problem)
            {
                problems.Add(problem);
            }
        }
    }

    /// <summary>What an <c>IProgress</c> is told, or null for any other type.</summary>
    public static ITypeSymbol? ProgressValue(ITypeSymbol type) =>
        type is INamedTypeSymbol named && WellKnown.Is(named, WellKnown.Progress) ? named.TypeArguments[0] : null;

    private static void CheckName(IMethodSymbol method, Action<InvalidReason> add)
    {
        string name = TargetNames.NameOf(method);
        if (!SyntaxFacts.IsValidIdentifier(name))
        {
            add(InvalidReason.InvalidName);
        }
        else if (method.IsStatic
            && TargetNames.MarkedMethods(method.ContainingType).Count(other => other.IsStatic && TargetNames.NameOf(other) == name) > 1)
        {
            add(InvalidReason.DuplicateName);
        }
    }

    private static void CheckGeneratedNames(IMethodSymbol method, Action<InvalidReason> add)
    {
        string name = TargetNames.NameOf(method);
        foreach (string generated in new[] { TargetNames.ProcessClass(name), TargetNames.CallClass(name) })
        {
            if (method.ContainingType.Name == generated || TargetNames.IsTaken(method.ContainingType, generated))
            {
                add(InvalidReason.GeneratedNameTaken);
                return;
            }
        }
    }
}
