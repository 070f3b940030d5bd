/// The page at `/` and the headers that keep it from loading anything of others:
/// [StatusPageConfiguration][io.brainy.standalone.web.StatusPageConfiguration].
@NullMarked
package io.brainy.standalone.web;

import org.jspecify.annotations.NullMarked;
