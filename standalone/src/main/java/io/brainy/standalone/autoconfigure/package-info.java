/// How this program begins under Spring Boot: what is checked before anything is made
/// ([SettingsCheck][io.brainy.standalone.autoconfigure.SettingsCheck]), and how a failed start is
/// told ([StartFailure][io.brainy.standalone.autoconfigure.StartFailure]).
@NullMarked
package io.brainy.standalone.autoconfigure;

import org.jspecify.annotations.NullMarked;
