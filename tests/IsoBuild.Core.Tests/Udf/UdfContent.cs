using IsoBuild.Content;
using IsoBuild.Diagnostics;
using IsoBuild.Layout;
using IsoBuild.Udf;

namespace IsoBuild.Core.Tests.Udf;

/// <summary>Trees of files and the parts of a volume that hold them, without the image around.</summary>
internal static class UdfContent
{
    public static (ContentTree Content, DiagnosticBag Diagnostics) Of(Action<ContentTreeBuilder> add)
    {
        DiagnosticBag diagnostics = new();
        ContentTreeBuilder builder = new(new DateRule(FileDates.Fixed, ImageTimestamp.Default), diagnostics);
        add(builder);
        return (builder.Build(), diagnostics);
    }

    /// <summary>Where everything of a volume of UDF alone lies.</summary>
    public static EncodingContext Place(ContentTree content, VolumeText text, DiagnosticBag diagnostics)
    {
        FileData files = new(content);
        UdfVolume volume = new(content, files, text, isAlone: true, diagnostics);
        RegionRequests requests = new();
        foreach (IImagePart part in (IImagePart[])[files, volume])
        {
            part.Measure(requests);
        }

        return new EncodingContext(requests.Place(volume.Info), new FileModes(content));
    }

    public static Region Region(this EncodingContext context, string name, RegionKind kind = RegionKind.VolumeDescriptor) =>
        context.Layout.Regions.Single(region => region.Name == name && region.Kind == kind);

    /// <summary>The bytes of a region.</summary>
    public static byte[] Encode(this EncodingContext context, Region region)
    {
        byte[] bytes = new byte[region.Length];
        ((IRegionEncoder)region.Encoder!).Encode(region, context, bytes);
        return bytes;
    }
}
