using IsoBuild.Content;
using IsoBuild.Diagnostics;
using IsoBuild.Reading;

namespace IsoBuild.Comparing;

/// <summary>Compares the files of an image with a directory on disk.</summary>
internal static class FolderComparer
{
    /// <summary>Compares them.</summary>
    /// <param name="image">The image.</param>
    /// <param name="imagePath">Where the image lies: in the directory, it is no content of it, as when it was made.</param>
    /// <param name="directory">The directory.</param>
    /// <param name="folderFirst">Whether the directory is the first of the two.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public static FolderDiff Compare(ImageReader image, string? imagePath, string directory, bool folderFirst, CancellationToken cancellationToken)
    {
        var diagnostics = new DiagnosticBag();
        var folder = Scan(directory, imagePath, diagnostics, cancellationToken);
        if (diagnostics.HasErrors)
        {
            return new FolderDiff([], diagnostics.ToList());
        }

        var content = image.BestContent;
        var rules = new FolderRules(image.BestView, folderFirst, folder, diagnostics);
        var length = image.Image.Length + folder.Nodes.OfType<ContentFile>().Sum(file => file.Length);
        var contents = new ContentComparer(new ByteComparer(image.Image, image.Image, cancellationToken), length) { IsWithFolder = true };
        var trees = new TreeComparer(contents, new TextAllowance(), cancellationToken) { Folder = rules };
        trees.Compare(folderFirst ? folder : content, folderFirst ? content : folder);
        return new FolderDiff([.. trees.Entries, .. trees.Contents, .. ImageComparer.Uncompared(contents.Skipped), .. trees.Metadata], diagnostics.ToList())
        {
            EntryCount = content.Nodes.Count(node => node.Parent is not null),
        };
    }

    private static ContentTree Scan(string directory, string? imagePath, DiagnosticBag diagnostics, CancellationToken cancellationToken)
    {
        var exclusions = new Exclusions();
        if (imagePath is not null)
        {
            exclusions.AddOutput(new ExcludedOutput(imagePath));
        }

        // Whether links are shown by all trees is told when an image is made.
        var builder = new ContentTreeBuilder(new DateRule(FileDates.Fixed, ImageTimestamp.Default), diagnostics, ImageFormats.RockRidge);
        new DirectoryScanner(builder, exclusions, diagnostics) { IsForComparison = true }.AddDirectory([], directory, options: null, cancellationToken);
        return builder.Build();
    }
}
