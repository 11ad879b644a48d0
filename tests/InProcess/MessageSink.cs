using Xunit.Abstractions;

namespace IsoBuild.InProcess;

#pragma warning disable xUnit3000 // Between application domains, which .NET has no more.
/// <summary>Receives what xunit reports, and says whether it shall go on.</summary>
internal sealed class MessageSink(Func<IMessageSinkMessage, bool> take) : IMessageSink
{
    public bool OnMessage(IMessageSinkMessage message) => take(message);
}
#pragma warning restore xUnit3000
