/// What every service's HTTP surface shares; open
/// [WebConfiguration][io.brainy.coordinator.web.WebConfiguration] first, which a service imports.
///
/// What holds for every answer: an error, wherever it comes from (a controller, Spring, Tomcat's
/// parser), is `application/problem+json` with a stable URN; a path's segments are data, whatever
/// they contain; nothing is served beyond loopback without a token. Knows nothing of what the
/// services do.
@NullMarked
package io.brainy.coordinator.web;

import org.jspecify.annotations.NullMarked;
