package io.brainy.model.log;

/// Where the bytes of payload objects come from (L8). Blocks whose records are not in the commit
/// itself are read through it.
@FunctionalInterface
public interface PayloadSource {

    /// A range of a payload object, all of it.
    ///
    /// @param payload the name as the header has it
    /// @throws io.brainy.model.error.CorruptException when the object is not there or too short: a
    ///   commit never refers to what was not durable before it (S7)
    byte[] read(String payload, long offset, int length);
}
