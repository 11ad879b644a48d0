using System.Reflection;
using System.Text.RegularExpressions;

namespace IsoBuild.Core.Tests;

/// <summary>Time limits of tests stand in one place, and a machine that is busy does not reach them.</summary>
public class LimitsTests
{
    [Fact]
    public void No_limit_is_under_five_minutes()
    {
        FieldInfo[] limits = [.. typeof(Limits).GetFields().Where(field => field.Name != nameof(Limits.Glance))];
        Assert.NotEmpty(limits);
        Assert.All(limits, field => Assert.True((TimeSpan)field.GetValue(null)! >= new TimeSpan(0, 5, 0), field.Name));
    }

    /// <summary>Time zones are told in hours; what is shorter is a limit.</summary>
    [Fact]
    public void Limits_stand_in_one_place()
    {
        Regex limit = new(@"TimeSpan\.From(Min|Sec|Mil|Mic)|(Sleep|Delay|WaitForExit|Wait|WaitOne|Join|CancelAfter|CancellationTokenSource)\([0-9]|\bTimeout = [0-9]");
        string root = Repository.File("tests");
        string[] found = [.. Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories)
            .Where(file => limit.IsMatch(File.ReadAllText(file)))
            .Select(file => Path.GetRelativePath(root, file).Replace('\\', '/'))
            .Where(file => !Regex.IsMatch(file, "/(bin|obj)/"))];
        Assert.Equal(["Shared/Limits.cs"], found);
    }
}
