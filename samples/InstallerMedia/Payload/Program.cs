using System;

Console.WriteLine("Hello from the installed payload.");
