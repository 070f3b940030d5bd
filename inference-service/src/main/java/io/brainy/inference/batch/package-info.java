/// Makes batches of waiting texts: [MicroBatcher][io.brainy.inference.batch.MicroBatcher] takes
/// texts and gives vectors; [BatchPlanner][io.brainy.inference.batch.BatchPlanner] decides, purely,
/// what a free session runs next. Queries go before documents, texts of like length go together,
/// and whatever waits is bounded. Knows nothing of the runtime behind
/// [BatchRunner][io.brainy.inference.batch.BatchRunner].
@NullMarked
package io.brainy.inference.batch;

import org.jspecify.annotations.NullMarked;
