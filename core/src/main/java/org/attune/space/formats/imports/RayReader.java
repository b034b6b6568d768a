package org.attune.space.formats.imports;

import java.util.List;
import java.util.Optional;
import org.attune.space.Constant;
import org.attune.space.Parameter;
import org.attune.space.formats.SpaceDocument;
import org.attune.text.Fields;
import org.attune.text.Invalid;
import org.attune.text.Nearest;
import org.attune.text.TextNode;

/** Walks through a {@code param_space}: domains and fixed values, in groups. */
final class RayReader {
    private static final String MARK = "tune.";

    private final Imported imported = new Imported();

    SpaceDocument read(TextNode root) {
        Fields.of("", root, Trees.keys("", List.of("param_space", "ray")), "", imported.problems())
                .flatMap(fields -> fields.require(
                        "param_space",
                        "Write {\"param_space\": {\"lr\": {\"tune.uniform\": {\"lower\": 0, \"upper\": 1}}}}."))
                .ifPresent(space -> {
                    if (space.isMapping()) {
                        group("", space);
                    } else {
                        imported.problems()
                                .add(
                                        space.place(),
                                        "'param_space' must be an object of names, but got " + space.shown() + ".",
                                        "");
                    }
                });
        return imported.document(Optional.empty(), root.place());
    }

    private void group(String prefix, TextNode node) {
        node.entries().forEach((key, entry) -> {
            TextNode value = entry.value();
            if (value.isMapping() && !value.entries().isEmpty() && domain(value).isEmpty()) {
                group(prefix + key + ".", value);
            } else {
                if (key.contains(".")) {
                    imported.note("'" + prefix + key
                            + "' has a dot, which stands for a group here: trials receive nested values.");
                }
                imported.add(prefix + key, entry.key(), () -> parameter(prefix + key, value));
            }
        });
    }

    private Optional<Parameter> parameter(String name, TextNode node) {
        Optional<String> function = domain(node);
        if (function.isEmpty()) {
            refuseDomains(name, node);
            return Optional.of(new Constant(name, node.json()));
        }
        TextNode arguments = node.entries().get(function.get()).value();
        RayDomain domain = RayDomain.find(function.get())
                .orElseThrow(() -> new Invalid(
                        node.entries().get(function.get()).key(),
                        function.get().equals("tune.grid_search")
                                ? "'grid_search' stands here without 'tune.', as Ray itself has it in a param_space."
                                : "Ray Tune has no '" + function.get() + "'"
                                        + Nearest.hint(function.get(), RayDomain.names()),
                        "Known are " + String.join(", ", RayDomain.names()) + "."));
        refuseDomains(name, arguments);
        if (domain == RayDomain.GRID_SEARCH) {
            imported.note(
                    "'" + name
                            + "' is a grid_search, of which Ray tries each value: so does the sampler grid; others take it as a choice.");
        }
        return domain.read(name, arguments, imported);
    }

    private static Optional<String> domain(TextNode node) {
        return Trees.onlyKey(node).filter(key -> key.startsWith(MARK) || key.equals("grid_search"));
    }

    /** A range in a list or in a choice would be a parameter that exists only with it. */
    private static void refuseDomains(String name, TextNode node) {
        if (node.isList()) {
            node.items().forEach(item -> refuseDomain(name, item));
        } else if (node.isMapping()) {
            node.entries().values().forEach(entry -> refuseDomain(name, entry.value()));
        }
    }

    private static void refuseDomain(String name, TextNode node) {
        if (domain(node).isPresent()) {
            throw new Invalid(
                    node.place(),
                    "a value of '" + name + "' must be fixed, but got the range " + node.shown() + ".",
                    "Make it a parameter of its own, with a condition in the study file.");
        }
        refuseDomains(name, node);
    }
}
