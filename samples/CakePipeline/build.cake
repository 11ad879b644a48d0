#addin nuget:?package=Cake.IsoBuild&version=1.0.0

var target = Argument("target", "Default");

var publish = Directory("artifacts/publish");
var image = File("artifacts/hello.iso");

Task("Publish")
    .Does(() =>
{
    CleanDirectory(publish);
    DotNetPublish("src/Hello", new DotNetPublishSettings { Configuration = "Release", OutputDirectory = publish });
});

Task("Image")
    .IsDependentOn("Publish")
    .Does(() => IsoBuild(new IsoBuildSettings()
        .WithImage(image)
        .WithVolumeId("HELLO")
        .WithDirectory(publish, "hello")
        .WithFiles(GetFiles("docs/**/*.md"), root: "docs")
        .WithText("version.txt", "1.0.0")
        .WithChecksum()));

Task("Verify")
    .IsDependentOn("Image")
    .Does(() => IsoVerify(image, new IsoVerifySettings().For(ImageConsumer.Windows, ImageConsumer.MacOS, ImageConsumer.Linux)));

// The layout of the last release is committed: what is about to be released differs from it on purpose only.
// A release with another one is made by: dotnet cake --accept-layout
Task("Compare")
    .IsDependentOn("Verify")
    .Does(() => IsoLayout(image, new IsoLayoutSettings()
        .WithLayoutSvg("artifacts/hello.layout.svg")
        .WithLayoutBaseline("hello.layout.verified.txt", accept: HasArgument("accept-layout"))));

Task("Default")
    .IsDependentOn("Compare");

RunTarget(target);
