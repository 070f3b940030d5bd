package io.brainy.inference.api;

import io.brainy.coordinator.port.Embedder.Purpose;
import io.brainy.inference.registry.ModelRegistry;
import io.brainy.model.api.EmbeddingRequest;
import io.brainy.model.error.InvalidException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// A request for embeddings that was read and found well.
record EmbeddingQuestion(
        String model,
        List<String> texts,
        Purpose purpose,
        Encoding encoding,
        OptionalInt dimension) {

    enum Encoding {
        FLOAT,
        BASE64
    }

    static EmbeddingQuestion of(EmbeddingRequest request) {
        return new EmbeddingQuestion(
                Optional.ofNullable(request.model()).orElse(ModelRegistry.DEFAULT_ALIAS),
                texts(request.input()),
                purpose(request.inputType()),
                encoding(request.encodingFormat()),
                request.dimensions() == null
                        ? OptionalInt.empty()
                        : OptionalInt.of(request.dimensions()));
    }

    private static List<String> texts(@Nullable Object input) {
        return switch (input) {
            case null ->
                    throw new InvalidException(
                            "input", "wanted a string or a list of strings, found nothing");
            case String text -> List.of(text);
            case List<?> items -> texts(items);
            case Object other ->
                    throw new InvalidException(
                            "input", "wanted a string or a list of strings, found " + kind(other));
        };
    }

    private static List<String> texts(List<?> items) {
        if (items.isEmpty()) {
            throw new InvalidException("input", "wanted at least one text, found an empty list");
        }
        List<String> texts = new ArrayList<>(items.size());
        for (Object item : items) {
            switch (item) {
                case String text -> texts.add(text);
                case Number _, List<?> _ ->
                        throw new InvalidException(
                                "input[" + texts.size() + "]",
                                "lists of tokens are not taken, since their numbers mean something"
                                        + " else to each model; send the text");
                case null, default ->
                        throw new InvalidException(
                                "input[" + texts.size() + "]",
                                "wanted a string, found " + kind(item));
            }
        }
        return texts;
    }

    private static Purpose purpose(@Nullable String inputType) {
        return switch (inputType) {
            case null -> Purpose.DOCUMENT;
            case EmbeddingRequest.DOCUMENT -> Purpose.DOCUMENT;
            case EmbeddingRequest.QUERY -> Purpose.QUERY;
            default ->
                    throw new InvalidException(
                            "input_type",
                            "wanted 'document' or 'query', found '" + inputType + "'");
        };
    }

    private static Encoding encoding(@Nullable String format) {
        return switch (format) {
            case null -> Encoding.FLOAT;
            case EmbeddingRequest.FLOAT -> Encoding.FLOAT;
            case EmbeddingRequest.BASE64 -> Encoding.BASE64;
            default ->
                    throw new InvalidException(
                            "encoding_format",
                            "wanted 'float' or 'base64', found '" + format + "'");
        };
    }

    private static String kind(@Nullable Object json) {
        return switch (json) {
            case null -> "null";
            case Number _ -> "a number";
            case Boolean _ -> "a boolean";
            case List<?> _ -> "a list";
            case String _ -> "a string";
            case Object _ -> "an object";
        };
    }
}
