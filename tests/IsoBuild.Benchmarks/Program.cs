Console.Error.WriteLine("usage: IsoBuild.Benchmarks");
return 2;
