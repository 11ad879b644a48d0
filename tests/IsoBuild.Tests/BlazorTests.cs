namespace IsoBuild.Tests;

/// <summary>Blazor WebAssembly: an application whose files are static web assets, most of them from other packages and computed late.</summary>
public class BlazorTests
{
    [Fact]
    public void Built_and_published()
    {
        using Workspace work = new();
        // What `dotnet new blazorwasm --empty` makes, in short.
        string app = work.Project(
            "App",
            "Microsoft.NET.Sdk.BlazorWebAssembly",
            "<Nullable>enable</Nullable><ImplicitUsings>enable</ImplicitUsings><OverrideHtmlAssetPlaceholders>true</OverrideHtmlAssetPlaceholders>",
            """<PackageReference Include="Microsoft.AspNetCore.Components.WebAssembly" Version="$(BundledNETCoreAppPackageVersion)" />""",
            ("Program.cs", """
                using Microsoft.AspNetCore.Components.WebAssembly.Hosting;

                WebAssemblyHostBuilder builder = WebAssemblyHostBuilder.CreateDefault(args);
                builder.RootComponents.Add<App.Home>("#app");
                await builder.Build().RunAsync();
                """));
        work.Write("App/Home.razor", "<h1>Hello, world!</h1>");
        work.Write("App/Home.razor.css", "h1 { color: green }");
        work.Write("App/wwwroot/index.html", """
            <!DOCTYPE html>
            <html>
            <head><base href="/" /><link href="App.styles.css" rel="stylesheet" /><script type="importmap"></script></head>
            <body><div id="app"></div><script src="_framework/blazor.webassembly#[.{fingerprint}].js"></script></body>
            </html>
            """);

        Assert.Empty(Workspace.Coded(work.Build(app), "ISOB1004"));
        string[] built = Image.Files(work.Path("App/bin/Debug/net10.0/App.iso"));
        Assert.Equal(work.FilesOf("App/bin/Debug/net10.0"), built);
        Assert.Contains(built, file => file.StartsWith("/wwwroot/_framework/", StringComparison.Ordinal));

        Assert.Empty(Workspace.Coded(work.Publish(app, "--no-restore"), "ISOB1004"));
        string[] published = Image.Files(work.Path("App/bin/Release/net10.0/App.iso"));
        Assert.Equal(work.FilesOf("App/bin/Release/net10.0/publish"), published);
        Assert.Contains(published, file => file.StartsWith("/wwwroot/_framework/", StringComparison.Ordinal));
        Assert.Contains("/wwwroot/index.html.br", published);
    }
}
