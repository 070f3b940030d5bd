package io.brainy.model.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One page of `documents:scan`.
///
/// @param cursor of the next page; none = the end
/// @param position that the whole scan is as of
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ScanAnswer(List<StoredDocument> documents, @Nullable String cursor, long position) {}
