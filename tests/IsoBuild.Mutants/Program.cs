using System.Globalization;
using IsoBuild.Mutants;

// IsoBuild.Mutants LIBRARY REPORT RESULTS [--again|--sample N] PLACE...     which mutants of Stryker's the tests notice, in rooms or files of the library
// IsoBuild.Mutants cover|try RESULTS NUMBER WORKERS              what a worker does: every WORKERS-th test, or mutant
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
return args switch
{
    ["cover", var results, var number, var workers] => Worker.Cover(new Share(results, int.Parse(number), int.Parse(workers))),
    ["try", var results, var number, var workers] => Worker.Try(new Share(results, int.Parse(number), int.Parse(workers))),
    [var library, var report, var results, "--again", .. var places] => Foreman.Run(library, report, results, sample: 1, isAgain: true, places),
    [var library, var report, var results, "--sample", var sample, .. var places] => Foreman.Run(library, report, results, int.Parse(sample), isAgain: false, places),
    [var library, var report, var results, .. var places] => Foreman.Run(library, report, results, sample: 1, isAgain: false, places),
    _ => 64,
};
