/// All roles in one JVM: wiring only. [BrainyApplication][io.brainy.standalone.BrainyApplication]
/// is where the process begins; `command` is what it can be told, `node` what it consists of.
@NullMarked
package io.brainy.standalone;

import org.jspecify.annotations.NullMarked;
