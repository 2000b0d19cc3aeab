using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using ProcGen.Generator.Model;
using ProcGen.Validation;

namespace ProcGen.Generator.Parsing;

/// <summary>Makes the model of a process class that validation has let through.</summary>
internal static class ProcessClassParser
{
    public static ProcessClassModel Parse(
        IMethodSymbol method,
        TypeClassifier classifier,
        CodecBuilder codecs,
        CancellationToken cancellationToken)
    {
        INamedTypeSymbol type = method.ContainingType;
        string fullName = TypeNames.Full(type) + (TargetNames.GivenName(method) is { } given ? "." + given : "");
        TargetReturn returns = TargetReturn.Of(method);
        IMethodSymbol? primary = ProcessState.PrimaryConstructor(type);
        ImmutableArray<ProcessStateMember> members = ProcessState.Find(type, classifier.Compilation, cancellationToken);
        ProcessStateMember?[] arguments = primary is null
            ? []
            : [.. primary.Parameters.Select(parameter => ProcessState.Argument(parameter, members))];
        return new ProcessClassModel
        {
            Name = Identifiers.EscapeDeclared(type.Name),
            CallName = TargetNames.CallClass(type.Name),
            Id = TargetParser.Id(type.ContainingAssembly, fullName),
            FullName = fullName,
            Returns = TargetParser.Kind(returns, method),
            ResultType = returns.Result is null ? null : TypeNames.Display(returns.Result),
            ResultCodec = returns.Result is null ? null : codecs.Reference(returns.Result),
            IsSealed = type.IsSealed,
            NeedsDefaultConstructor = type.InstanceConstructors.All(static constructor => constructor.IsImplicitlyDeclared),
            HasPrimaryConstructor = primary is not null,
            // The constructor's arguments are read while it is called, which is before anything else.
            State = arguments.OfType<ProcessStateMember>()
                .Distinct()
                .Concat(members.Where(member => !arguments.Contains(member)))
                .Select(member => new StateModel
                {
                    Name = Identifiers.Escape(member.Name),
                    Codec = codecs.Reference(member.Type),
                    IsConstructorArgument = arguments.Contains(member),
                    IsParameter = member.Symbol is IParameterSymbol,
                })
                .ToEquatableArray(),
            ConstructorArguments = arguments
                .Select(argument => argument is null ? "default" : codecs.Reference(argument.Type).Codec + ".Read(ref reader)")
                .ToEquatableArray(),
        };
    }
}
