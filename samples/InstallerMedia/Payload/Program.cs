using System;
using System.Runtime.InteropServices;

Console.WriteLine("Hello from the payload.");
Console.WriteLine($"It runs on {RuntimeInformation.FrameworkDescription}, {RuntimeInformation.OSDescription}.");
