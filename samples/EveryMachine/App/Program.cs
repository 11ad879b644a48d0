using System;
using System.Runtime.InteropServices;

Console.WriteLine("Hello from {0} on {1}", RuntimeInformation.FrameworkDescription, args.Length > 0 ? args[0] : RuntimeInformation.OSArchitecture.ToString());
