/// The request and response records of the HTTP contract (v1): the only DTOs. Jackson annotations
/// are all that they know of JSON.
@NullMarked
package io.brainy.model.api;

import org.jspecify.annotations.NullMarked;
