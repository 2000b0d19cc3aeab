using ProcGen.Generator.Model;

namespace ProcGen.Generator.Emission;

/// <summary>Parameter and argument lists of what is generated for a static target.</summary>
internal static class Signatures
{
    public static IEnumerable<ParameterModel> Passed(TargetModel target) =>
        target.Parameters.Where(static parameter => parameter.Kind != ParameterKind.Token);

    public static IEnumerable<ParameterModel> Data(TargetModel target) =>
        target.Parameters.Where(static parameter => parameter.Kind == ParameterKind.Data);

    public static IEnumerable<ParameterModel> Progress(TargetModel target) =>
        target.Parameters.Where(static parameter => parameter.Kind == ParameterKind.Progress);

    public static bool HasToken(TargetModel target) => target.Parameters.Any(static parameter => parameter.Kind == ParameterKind.Token);

    /// <summary>The method's own parameters, in its order and with its defaults.</summary>
    public static string Own(TargetModel target) =>
        string.Join(", ", target.Parameters.Select(static parameter => Declare(parameter, parameter.IsParams)));

    /// <summary>The method's own parameters and a token behind them.</summary>
    public static string WithToken(TargetModel target) =>
        string.Join(", ", target.Parameters.Select(static parameter => Declare(parameter, false)).Append($"{CommonSource.Token} {target.TokenName} = default"));

    /// <summary>
    /// The parameter lists of an asynchronous form, each with what stands for the token in it. A method that has a token keeps its list; any other
    /// gets one behind it. Behind "params" nothing can stand: there the list comes once with a token and once as it is.
    /// </summary>
    public static IEnumerable<(string Parameters, string Token)> Asynchronous(TargetModel target)
    {
        if (HasToken(target))
        {
            yield return (Own(target), target.TokenName);
            yield break;
        }

        bool endsInParams = target.Parameters is [.., { IsParams: true }];
        // With optional parameters in front, an array that has to be given cannot follow them.
        if (!endsInParams || target.Parameters.All(static parameter => parameter.Default is null))
        {
            yield return (WithToken(target), target.TokenName);
        }

        if (endsInParams)
        {
            yield return (Own(target), "default");
        }
    }

    /// <summary>The arguments of a call's constructor.</summary>
    public static string CallArguments(TargetModel target) => string.Join(", ", Passed(target).Select(static parameter => parameter.Name));

    /// <summary>The arguments of the wrapper's constructor, without a token: the one who passes them on sees to it.</summary>
    public static string WrapperArguments(TargetModel target) =>
        string.Join(", ", target.Parameters.Select(static parameter => parameter.Kind == ParameterKind.Token ? "default" : parameter.Name));

    /// <summary>The type of a map's items, and the arguments that one gives a call.</summary>
    public static (string Type, string Arguments) MapItem(TargetModel target)
    {
        ParameterModel[] data = [.. Data(target)];
        Dictionary<ParameterModel, string> values = [];
        if (data.Length == 1)
        {
            values.Add(data[0], "item");
        }
        else
        {
            for (int i = 0; i < data.Length; i++)
            {
                values.Add(data[i], "item." + (data[i].TupleElement.Length > 0 ? data[i].TupleElement : "Item" + (i + 1)));
            }
        }

        string type = data.Length == 1
            ? data[0].Type
            : "(" + string.Join(", ", data.Select(static parameter => (parameter.Type + " " + parameter.TupleElement).TrimEnd())) + ")";
        return (type, string.Join(", ", Passed(target).Select(parameter => parameter.Kind == ParameterKind.Data ? values[parameter] : "null")));
    }

    private static string Declare(ParameterModel parameter, bool isParams) =>
        $"{parameter.CallerAttributes}{(isParams ? "params " : "")}{parameter.Type} {parameter.Name}{(parameter.Default is null ? "" : " = " + parameter.Default)}";
}
