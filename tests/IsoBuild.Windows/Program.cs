using IsoBuild.Windows;

// IsoBuild.Windows test ASSEMBLY RESULTS [NAME...] [-NAME...]: runs the tests of an assembly, or those of some namespaces, classes and methods, but for others, and writes what becomes of each.
// IsoBuild.Windows build TOOLS PROJECT TARGET[;TARGET...] [NAME=VALUE...]: builds a project with the files that an SDK has in the folder TOOLS.
return args[0] == "test" ? Tests.Run(args[1], args[2], args[3..]) : Builds.Run(args[1], args[2], args[3], args[4..]);
