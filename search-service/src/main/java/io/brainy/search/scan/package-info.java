/// `documents:scan`: every document once, as of the first call.
/// [Scanner][io.brainy.search.scan.Scanner] reads pages;
/// [ScanSessions][io.brainy.search.scan.ScanSessions] keeps the snapshots of scans that are not
/// done, few and not for long, since each keeps old segments from being dropped.
@NullMarked
package io.brainy.search.scan;

import org.jspecify.annotations.NullMarked;
