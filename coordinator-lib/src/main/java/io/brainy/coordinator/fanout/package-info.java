/// Calls to other nodes: the only importer of WebClient and Reactor, whose types end here. Ports
/// are answered by adapters such as [HttpEmbedder][io.brainy.coordinator.fanout.HttpEmbedder].
/// Knows nothing of how the other node does its work.
@NullMarked
package io.brainy.coordinator.fanout;

import org.jspecify.annotations.NullMarked;
