/// What users may set, and what is said to who sets something else:
/// [KnownProperties][io.brainy.standalone.settings.KnownProperties] and
/// [Nearest][io.brainy.standalone.settings.Nearest]. Knows no framework.
@NullMarked
package io.brainy.standalone.settings;

import org.jspecify.annotations.NullMarked;
