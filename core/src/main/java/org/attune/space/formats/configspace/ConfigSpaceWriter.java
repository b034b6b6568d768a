package org.attune.space.formats.configspace;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.attune.space.Parameter;
import org.attune.space.SearchSpace;
import org.attune.space.formats.SpaceDocument;
import org.attune.space.formats.UnsayableException;

/**
 * Writes a space as a version of ConfigSpace does, character by character: parameters parents first and by name, conditions and clauses in its order, numbers as
 * Python prints them. Where a clause can be said in other words that mean the same ({@code size > m} as one of the larger sizes), it is.
 */
final class ConfigSpaceWriter {
    private ConfigSpaceWriter() {}

    /** @throws UnsayableException with all that the version cannot say */
    static String write(SpaceDocument document, Dialect dialect) {
        SearchSpace space = document.space();
        List<String> unsayable = new ArrayList<>();
        ParameterItems parameters = new ParameterItems(dialect, unsayable);
        ConditionItems conditions = new ConditionItems(space, dialect, unsayable);
        ForbiddenItems forbidden = new ForbiddenItems(space, dialect, unsayable);
        space.before().keySet().forEach(name -> unsayable.add("'" + name + "' has a 'before'."));
        Map<String, Object> file = new LinkedHashMap<>();
        if (document.name().isPresent() || !dialect.isOld()) {
            file.put("name", document.name().orElse(null));
        }
        file.put("hyperparameters", all(space.parentsFirst(), parameters));
        file.put("conditions", conditions.items());
        file.put("forbiddens", forbidden.items());
        file.put("python_module_version", moduleVersion(dialect));
        file.put(dialect.isOld() ? "json_format_version" : "format_version", dialect == Dialect.V0_4 ? 0.2 : 0.4);
        if (unsayable.isEmpty()) {
            StandardRules.check(space, dialect, unsayable);
        }
        if (!unsayable.isEmpty()) {
            throw new UnsayableException(title(dialect), unsayable);
        }
        return PythonText.json(file);
    }

    static String title(Dialect dialect) {
        return "JSON of ConfigSpace " + dialect.version();
    }

    private static List<Object> all(List<Parameter> parameters, ParameterItems items) {
        List<Object> list = new ArrayList<>();
        parameters.forEach(parameter -> list.add(items.item(parameter)));
        return list;
    }

    /** Of the last release of each; that of 1.2.2 calls itself 1.2.0. */
    private static String moduleVersion(Dialect dialect) {
        return switch (dialect) {
            case V0_4 -> "0.4.21";
            case V0_6 -> "0.6.1";
            case V0_7 -> "0.7.2";
            case V1_0 -> "1.0.1";
            case V1_1 -> "1.1.4";
            case V1_2 -> "1.2.0";
        };
    }
}
