/// One node: what it consists of
/// ([StandaloneConfiguration][io.brainy.standalone.node.StandaloneConfiguration]), what it can be
/// set to, and one that runs ([NodeApplication][io.brainy.standalone.node.NodeApplication], to be
/// opened first). The only place that knows all services.
@NullMarked
package io.brainy.standalone.node;

import org.jspecify.annotations.NullMarked;
