/// `./brainy bench`: every figure in docs/performance.md comes from here.
/// [Main][io.brainy.bench.Main] is where it begins. A figure is a ratio to a peer measured in the
/// same run where there is one, since times depend on the machine and on who else uses it. A missed
/// goal is said and is no failure; a wrong answer is. Nothing depends on this module.
@NullMarked
package io.brainy.bench;

import org.jspecify.annotations.NullMarked;
