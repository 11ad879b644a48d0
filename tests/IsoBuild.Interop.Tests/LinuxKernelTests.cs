using System.Security.Cryptography;
using System.Text;
using IsoBuild.Bytes;

namespace IsoBuild.Interop.Tests;

/// <summary>The Linux kernel's isofs: Rock Ridge, else Joliet, else the plain tree.</summary>
[Collection(HardImagesCollection.Name)]
public sealed class LinuxKernelTests(HardImages images)
{
    /// <summary>One boot for all three trees, and for names that are not UTF-8; case matters, and names are not made lower-case.</summary>
    [KernelFact]
    public void Mounts()
    {
        HardImage image = images.All;

        using TempDirectory temp = new();
        RawTree.Make(temp.Combine("raw"));
        new ImageBuilder(new ImageOptions { PreserveHardLinks = true }).AddDirectory("", temp.Combine("raw")).Write(temp.Combine("raw.iso")).EnsureSuccess();

        IReadOnlyList<Seen>[] mounts =
        [
            .. LinuxKernel.Mount([.. new[] { "check=s", "norock,check=s,iocharset=utf8", "norock,nojoliet,check=s,map=off" }.Select(options => new KernelMount(image.Path, options)), new KernelMount(temp.Combine("raw.iso"), "ro")])
                .Select(view => view.Entries),
        ];

        Func<Seen, Seen> dates = mounts[0].Any(seen => seen.Modified?.Year > 2038) ? seen => seen : In32Bits;
        Listing.AssertSame(
            Listing.Posix(image.Options).Select(dates).Select(WithoutLongEnds),
            mounts[0],
            Aspects.Length | Aspects.Content | Aspects.Mode | Aspects.Date);
        Listing.AssertSame(Listing.Joliet(image.Options).Select(dates), mounts[1], Aspects.Length | Aspects.Content | Aspects.Date);
        PlainTree.AssertMatches(mounts[2].Select(WithoutVersion), level: 3, image.Options, dates);
        AssertRaw(temp.Combine("raw"), mounts[3]);
    }

    /// <summary>What the kernel shows is what was on disk, as a shell lists that.</summary>
    private static void AssertRaw(string directory, IReadOnlyList<Seen> seen)
    {
        string paths = Convert.ToHexStringLower([.. seen.Where(entry => entry.Path.Length > 0).Select(entry => Convert.ToHexStringLower(NameBytes.Encode($"/{entry.Path}\n"))).Order(StringComparer.Ordinal).SelectMany(Convert.FromHexString)]);
        Assert.Equal(RawTree.Paths(directory), paths);
        Assert.Equal(
            ["caf\\xE9", "d\\xEFr/inner", "../d\\xEFr"],
            new[] { "link", "l\uDCEFnk", "plain/to-directory" }.Select(link => NameBytes.Show(seen.Single(entry => entry.Path == link).Target!)));
        Seen file = seen.Single(entry => entry.Path == "caf\uDCE9");
        Assert.Equal((Convert.ToHexStringLower(SHA256.HashData("latin\n"u8)), 2), (file.Sha256, file.Links));
    }

    /// <summary>Kernels up to some of the 6.x series count seconds in 32 bits, with a sign: from 2038 on, dates wrap.</summary>
    private static Seen In32Bits(Seen seen) => seen with
    {
        Modified = DateTimeOffset.FromUnixTimeSeconds(unchecked((int)seen.Modified!.Value.ToUnixTimeSeconds())),
    };

    /// <summary>The piece with which a name would reach 254 bytes is left out: what remains are whole characters of up to 253.</summary>
    private static Seen WithoutLongEnds(Seen seen)
    {
        string[] names = seen.Path.Split('/');
        for (int i = 0; i < names.Length; i++)
        {
            if (Encoding.UTF8.GetByteCount(names[i]) >= 254)
            {
                while (Encoding.UTF8.GetByteCount(names[i]) >= 254)
                {
                    names[i] = names[i][..^(char.IsLowSurrogate(names[i][^1]) ? 2 : 1)];
                }
            }
        }

        return seen with { Path = string.Join('/', names) };
    }

    private static Seen WithoutVersion(Seen seen) => seen.IsDirectory ? seen : seen with { Path = seen.Path[..seen.Path.LastIndexOf(';')].TrimEnd('.') };
}
