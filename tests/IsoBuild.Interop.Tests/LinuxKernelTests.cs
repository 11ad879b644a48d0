using System.Text;

namespace IsoBuild.Interop.Tests;

/// <summary>The Linux kernel's isofs: Rock Ridge, else Joliet, else the plain tree.</summary>
[Collection(HardImagesCollection.Name)]
public sealed class LinuxKernelTests(HardImages images)
{
    /// <summary>One boot for all three trees; case matters, and names are not made lower-case.</summary>
    [KernelFact]
    public void Mounts()
    {
        HardImage image = images.All;

        IReadOnlyList<IReadOnlyList<Seen>> mounts = LinuxKernel.Mount(image.Path, "check=s", "norock,check=s,iocharset=utf8", "norock,nojoliet,check=s,map=off");

        Func<Seen, Seen> dates = mounts[0].Any(seen => seen.Modified?.Year > 2038) ? seen => seen : In32Bits;
        Listing.AssertSame(
            Listing.Posix(image.Options).Select(dates).Select(WithoutLongEnds),
            mounts[0],
            Aspects.Length | Aspects.Content | Aspects.Mode | Aspects.Date);
        Listing.AssertSame(Listing.Joliet(image.Options).Select(dates), mounts[1], Aspects.Length | Aspects.Content | Aspects.Date);
        PlainTree.AssertMatches(mounts[2].Select(WithoutVersion), level: 3, image.Options, dates);
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
