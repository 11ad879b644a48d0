System.Console.WriteLine("Hello from an ISO image");
