using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace IsoBuild.Tests;

/// <summary>A registry of containers on this machine that serves one image without any file, for containers to be based on: none has to be downloaded.</summary>
internal sealed class BaseRegistry : IDisposable
{
    private const string Manifest = "application/vnd.docker.distribution.manifest.v2+json";
    private const string Config = "application/vnd.docker.container.image.v1+json";

    private readonly HttpListener listener;
    private readonly Dictionary<string, (string Type, byte[] Bytes)> served = [];

    public BaseRegistry()
    {
        (listener, Host) = Listen();
        byte[] config = Encoding.UTF8.GetBytes("""{"architecture":"amd64","os":"linux","config":{},"rootfs":{"type":"layers","diff_ids":[]},"history":[]}""");
        string digest = Digest(config);
        byte[] manifest = Encoding.UTF8.GetBytes($$"""{"schemaVersion":2,"mediaType":"{{Manifest}}","config":{"mediaType":"{{Config}}","size":{{config.Length}},"digest":"{{digest}}"},"layers":[]}""");
        served["/v2/"] = ("application/json", "{}"u8.ToArray());
        served["/v2/base/blobs/" + digest] = (Config, config);
        served["/v2/base/manifests/1"] = (Manifest, manifest);
        served["/v2/base/manifests/" + Digest(manifest)] = (Manifest, manifest);
        _ = Serve();
    }

    /// <summary>The name of the image.</summary>
    public string Image => Host + "/base:1";

    public string Host { get; }

    public void Dispose() => ((IDisposable)listener).Dispose();

    private static string Digest(byte[] bytes) => "sha256:" + Convert.ToHexStringLower(SHA256.HashData(bytes));

    private static (HttpListener Listener, string Host) Listen()
    {
        // HttpListener wants a number. Another process can take a free one in between: then the next.
        for (int attempt = 1; ; attempt++)
        {
            using TcpListener free = new(IPAddress.Loopback, 0);
            free.Start();
            string host = $"localhost:{((IPEndPoint)free.LocalEndpoint).Port}";
            free.Stop();
            HttpListener listener = new() { Prefixes = { $"http://{host}/" } };
            try
            {
                listener.Start();
                return (listener, host);
            }
            catch (HttpListenerException) when (attempt < 10)
            {
                listener.Close();
            }
        }
    }

    private async Task Serve()
    {
        while (true)
        {
            HttpListenerContext context;
            try
            {
                context = await listener.GetContextAsync();
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            using HttpListenerResponse response = context.Response;
            if (!served.TryGetValue(context.Request.Url!.AbsolutePath, out (string Type, byte[] Bytes) found))
            {
                response.StatusCode = (int)HttpStatusCode.NotFound;
                continue;
            }

            response.ContentType = found.Type;
            response.ContentLength64 = found.Bytes.Length;
            response.Headers["Docker-Content-Digest"] = Digest(found.Bytes);
            if (context.Request.HttpMethod != "HEAD")
            {
                await response.OutputStream.WriteAsync(found.Bytes);
            }
        }
    }
}
