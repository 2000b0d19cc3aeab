using Microsoft.CodeAnalysis.CodeFixes;
using ProcGen.Analyzers.Tests.Infrastructure;
using ProcGen.CodeFixes;

namespace ProcGen.Analyzers.Tests;

/// <summary>What holds for all fixes.</summary>
public class CodeFixTests
{
    private static readonly CodeFixProvider[] Fixes =
        [.. typeof(RuleFix).Assembly.GetTypes().Where(static type => !type.IsAbstract && typeof(CodeFixProvider).IsAssignableFrom(type)).Select(static type => (CodeFixProvider)Activator.CreateInstance(type)!)];

    [Fact]
    public void Every_fix_can_fix_all() => Assert.All(Fixes, static fix => Assert.NotNull(fix.GetFixAllProvider()));

    [Fact]
    public void Every_fix_is_of_a_rule_and_no_rule_has_two()
    {
        string[] ids = [.. Fixes.SelectMany(static fix => fix.FixableDiagnosticIds)];
        Assert.Equal(ids.Distinct(), ids);
        Assert.All(ids, static id => Assert.Contains(AllRules.Rules, rule => rule.Id == id));
    }

    [Fact]
    public void The_rules_that_are_to_have_a_fix_have_one() => Assert.Equal(
        ["PG1001", "PG1004", "PG1006", "PG1007", "PG2002", "PG2101", "PG2103", "PG2107", "PG2108", "PG2201", "PG2203", "PG2204"],
        Fixes.SelectMany(static fix => fix.FixableDiagnosticIds).Order(StringComparer.Ordinal));
}
