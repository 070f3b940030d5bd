package io.brainy.coordinator.web;

import io.brainy.model.error.ProblemType;
import io.brainy.model.key.Role;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.web.filter.OncePerRequestFilter;

/// Answers 421 for a call whose role this node was not given, so that `--roles search` really is a
/// node that writes nothing.
public final class RoleFilter extends OncePerRequestFilter {

    private final Set<Role> roles;

    public RoleFilter(Set<Role> roles) {
        this.roles = Set.copyOf(roles);
    }

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Optional<Role> needed = ContractRoutes.role(request.getMethod(), request.getRequestURI());
        if (needed.isEmpty() || roles.contains(needed.get())) {
            chain.doFilter(request, response);
            return;
        }
        Problems.write(
                response,
                ProblemType.MISDIRECTED,
                "this node has the roles %s, and the call needs %s; ask a node that was started with it"
                        .formatted(
                                roles.stream()
                                        .map(Role::toString)
                                        .sorted()
                                        .collect(Collectors.joining(", ")),
                                needed.get()));
    }
}
