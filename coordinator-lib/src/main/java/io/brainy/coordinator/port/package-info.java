/// What one service needs of another, as interfaces: supplied in the process or over HTTP.
@NullMarked
package io.brainy.coordinator.port;

import org.jspecify.annotations.NullMarked;
