using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace IsoBuild.Core.Tests.Documents;

/// <summary>Whoever copies a block of C# into a new project has a program that compiles. Blocks for Cake are compiled by Cake, in its tests.</summary>
public class CSharpBlockTests
{
    /// <summary>What a project of the SDK imports by itself (ImplicitUsings).</summary>
    private const string ImplicitUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    private static readonly MetadataReference[] References =
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(file => MetadataReference.CreateFromFile(file))];

    private static IEnumerable<CodeBlock> Blocks => CodeBlock.All.Where(block => block.Language == "csharp" && !block.IsCake);

    [Fact]
    public void Every_block_compiles_as_it_stands()
    {
        CodeBlock[] whole = [.. Blocks.Where(block => block.FragmentReason is null)];

        Assert.Contains(whole, block => block.Document == "src/IsoBuild.Core/README.md");
        Assert.Contains(whole, block => block.Document == "README.md");
        Assert.Contains(whole, block => block.Document == "docs/coming-from.md");
        Assert.Equal([], whole.SelectMany(Errors));
    }

    /// <summary>An image that was not made must not pass unnoticed in a program that somebody copied.</summary>
    [Fact]
    public void Every_block_that_makes_an_image_ends_in_EnsureSuccess() =>
        Assert.Equal([], Blocks.Where(block => block.FragmentReason is null && block.Code.Contains(".Write(\"", StringComparison.Ordinal) && !block.Code.Contains("EnsureSuccess()", StringComparison.Ordinal)).Select(block => block.ToString()));

    [Theory]
    [InlineData("Console.WriteLine(new ImageBuilder());", "CS0246")]
    [InlineData("using IsoBuild;\nnew ImageBuilder().AddDirectroy(\"\", \"out\");", "CS1061")]
    [InlineData("public void Test() { }", "CS0106")]
    public void A_block_that_lacks_something_is_reported(string code, string error) =>
        Assert.Contains(Errors(new CodeBlock("x.md", 1, "csharp", "", code)), found => found.Contains(error, StringComparison.Ordinal));

    private static string[] Errors(CodeBlock block)
    {
        CSharpParseOptions options = new(LanguageVersion.Latest, kind: SourceCodeKind.Regular);
        // The SDK's own lines, which the compiler ignores in a program of one file.
        SyntaxTree tree = CSharpSyntaxTree.ParseText(block.Code, options.WithFeatures([new("FileBasedProgram", "true")]));
        bool isProgram = tree.GetCompilationUnitRoot().Members.OfType<GlobalStatementSyntax>().Any();
        CSharpCompilation compilation = CSharpCompilation.Create(
            "block",
            [tree, CSharpSyntaxTree.ParseText(ImplicitUsings, options.WithFeatures([new("FileBasedProgram", "true")]))],
            References,
            new CSharpCompilationOptions(isProgram ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        // Obsolete names are warnings, and no snippet has one.
        return [.. compilation.GetDiagnostics().Where(found => found.Severity == DiagnosticSeverity.Error || found.Id is "CS0612" or "CS0618").Select(found => $"{block}+{found.Location.GetLineSpan().StartLinePosition.Line}: {found.Id}: {found.GetMessage(System.Globalization.CultureInfo.InvariantCulture)}")];
    }
}
