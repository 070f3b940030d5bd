package io.brainy.standalone.autoconfigure;

import io.brainy.coordinator.admission.BucketRefusedException;
import io.brainy.coordinator.bucket.BucketException;
import io.brainy.model.error.BrainyException;
import io.brainy.standalone.settings.SettingsException;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.validation.BindValidationException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.core.io.support.SpringFactoriesLoader.FailureHandler;
import org.springframework.validation.ObjectError;

/// Why a node did not start, in one line for who started it.
///
/// @param status what the process ends with: 2 where a setting is at fault, else 1
public record StartFailure(int status, String line) {

    private static final int WRONG_SETTING = 2;
    private static final int FAILED = 1;

    /// Empty where the failure is none that a user can mend: then it is a bug, to be shown whole.
    public static Optional<StartFailure> of(Throwable thrown) {
        return causes(thrown)
                .map(StartFailure::known)
                .flatMap(Optional::stream)
                .findFirst()
                .or(() -> analysed(thrown));
    }

    /// What the libraries' own analysers make of it.
    private static Optional<StartFailure> analysed(Throwable thrown) {
        return SpringFactoriesLoader.forDefaultResourceLocation()
                .load(FailureAnalyzer.class, FailureHandler.handleMessage((_, _) -> {}))
                .stream()
                .map(analyser -> analyser.analyze(thrown))
                .filter(Objects::nonNull)
                .findFirst()
                .map(analysis ->
                        new StartFailure(
                                FAILED,
                                line(analysis.getDescription())
                                        + (analysis.getAction() == null
                                                ? ""
                                                : " " + line(analysis.getAction()))));
    }

    private static Optional<StartFailure> known(Throwable cause) {
        return Optional.ofNullable(
                switch (cause) {
                    case SettingsException wrong -> new StartFailure(WRONG_SETTING, message(wrong));
                    case PortInUseException taken ->
                            new StartFailure(
                                    FAILED,
                                    "port "
                                            + taken.getPort()
                                            + " is in use; stop what listens there, or choose"
                                            + " another one with --port (0 picks one)");
                    case BindException unbound -> new StartFailure(WRONG_SETTING, bind(unbound));
                    case BrainyException refused -> new StartFailure(FAILED, message(refused));
                    case BucketRefusedException refused ->
                            new StartFailure(FAILED, message(refused));
                    case BucketException refused -> new StartFailure(FAILED, message(refused));
                    default -> null;
                });
    }

    private static String bind(BindException unbound) {
        ConfigurationProperty property = unbound.getProperty();
        String subject =
                property == null
                        ? unbound.getName().toString()
                        : property.getName() + "=" + property.getValue();
        return causes(unbound)
                .filter(BindValidationException.class::isInstance)
                .map(BindValidationException.class::cast)
                .findFirst()
                .map(invalid ->
                        invalid.getValidationErrors().getAllErrors().stream()
                                .map(ObjectError::getDefaultMessage)
                                .collect(Collectors.joining("; ")))
                .map(reasons -> subject + ": " + reasons)
                .orElseGet(() -> subject + ": " + message(deepest(unbound)));
    }

    private static Throwable deepest(Throwable thrown) {
        return causes(thrown).reduce(thrown, (_, last) -> last);
    }

    private static Stream<Throwable> causes(Throwable thrown) {
        return Stream.iterate(thrown, StartFailure::isThere, Throwable::getCause);
    }

    private static boolean isThere(@Nullable Throwable thrown) {
        return thrown != null;
    }

    private static String message(Throwable thrown) {
        String message = thrown.getMessage();
        return line(message == null ? thrown.toString() : message);
    }

    private static String line(String text) {
        return text.strip().replaceAll("\\s*\\n\\s*", " ");
    }
}
