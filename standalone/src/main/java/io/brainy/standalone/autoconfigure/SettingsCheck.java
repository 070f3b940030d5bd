package io.brainy.standalone.autoconfigure;

import io.brainy.standalone.settings.KnownProperties;
import io.brainy.standalone.settings.SettingsException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;

/// Refuses to start with a `brainy.*` property that nothing reads: a misspelt setting that is
/// quietly ignored is found too late. Runs after every source of properties was read.
public final class SettingsCheck implements EnvironmentPostProcessor, Ordered {

    @Override
    public int getOrder() {
        return LOWEST_PRECEDENCE;
    }

    @Override
    public void postProcessEnvironment(
            ConfigurableEnvironment environment, SpringApplication application) {
        Set<String> properties = new TreeSet<>();
        Set<String> variables = new TreeSet<>();
        for (PropertySource<?> source : environment.getPropertySources()) {
            if (source instanceof EnumerablePropertySource<?> enumerable) {
                boolean system =
                        source.getName()
                                .equals(
                                        StandardEnvironment
                                                .SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME);
                for (String name : enumerable.getPropertyNames()) {
                    if (system && name.toUpperCase(Locale.ROOT).startsWith("BRAINY_")) {
                        variables.add(name);
                    } else if (name.startsWith(KnownProperties.PREFIX)) {
                        properties.add(name);
                    }
                }
            }
        }
        if (!properties.isEmpty() || !variables.isEmpty()) {
            KnownProperties known =
                    KnownProperties.onClassPath(SettingsCheck.class.getClassLoader());
            properties.forEach(name -> refuse(known.mistake(name)));
            variables.forEach(name -> refuse(known.environmentMistake(name)));
        }
    }

    private static void refuse(Optional<String> mistake) {
        mistake.ifPresent(line -> {
            throw new SettingsException(line);
        });
    }
}
