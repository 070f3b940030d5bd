/// What a measurement says and how it is shown: [Figure][io.brainy.bench.report.Figure] is one line
/// of a table, [Report][io.brainy.bench.report.Report] prints tables,
/// [Latencies][io.brainy.bench.report.Latencies] sums up samples. Knows nothing of what is
/// measured.
@NullMarked
package io.brainy.bench.report;

import org.jspecify.annotations.NullMarked;
