namespace IsoBuild.Tests;

/// <summary>`dotnet run app.cs`: a program of one file, without a project.</summary>
public class FileProgramTests
{
    [Fact]
    public void The_image_is_that_of_the_last_edit()
    {
        using Workspace work = new();
        foreach (string word in (string[])["one", "two", "three"])
        {
            string program = work.Write("app.cs", $"""
                #:package IsoBuild@{work.Version}
                #:property IsoOutputDir=iso
                System.Console.WriteLine("{word}");
                """);
            CommandResult run = work.Dotnet("run", program).EnsureSuccess();
            Assert.Contains(word, run.Output, StringComparison.Ordinal);

            // Literals lie in an assembly as UTF-16.
            using IsoImage image = IsoImage.Open(work.Path("iso/app.iso"));
            using MemoryStream assembly = new();
            ((IsoBuild.Content.ContentFile)image.Content.Find("/app.dll")!).OpenRead().CopyTo(assembly);
            Assert.Contains(word, System.Text.Encoding.Unicode.GetString(assembly.ToArray()) + System.Text.Encoding.Unicode.GetString(assembly.ToArray(), 1, (int)assembly.Length - 1), StringComparison.Ordinal);
        }
    }
}
