/// All roles in one JVM: wiring only. [BrainyApplication][io.brainy.standalone.BrainyApplication]
/// is where the process begins,
/// [StandaloneConfiguration][io.brainy.standalone.StandaloneConfiguration] what it consists of,
/// [NodeApplication][io.brainy.standalone.NodeApplication] one running node.
@NullMarked
package io.brainy.standalone;

import org.jspecify.annotations.NullMarked;
