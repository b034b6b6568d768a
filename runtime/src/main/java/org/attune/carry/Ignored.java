package org.attune.carry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.attune.wire.StudyBrief;

/**
 * What of a folder is not shipped: what trials never need (version control, caches, virtual environments, results), and what the folder's {@link #FILE} names. That has a pattern a line, in a
 * subset of the rules of {@code .gitignore}: {@code *} and {@code ?} stand for anything within a name, {@code **} for any folders; a pattern with a slash before its end is meant from the
 * top, any other in all folders; a slash at the end means folders alone; {@code !} takes back; {@code #} begins a remark. The last pattern that fits counts.
 */
final class Ignored {
    static final String FILE = ".attuneignore";

    private static final List<String> ALWAYS = List.of(
            ".git/",
            ".hg/",
            ".svn/",
            "__pycache__/",
            "*.pyc",
            ".mypy_cache/",
            ".pytest_cache/",
            ".ruff_cache/",
            ".ipynb_checkpoints/",
            ".venv/",
            "node_modules/",
            ".tox/",
            ".DS_Store",
            StudyBrief.TOKEN_FILE + "*");

    private record Rule(Pattern pattern, boolean foldersOnly, boolean takesBack) {}

    private final Path root;
    private final Path results;
    private final List<Rule> rules = new ArrayList<>();

    private Ignored(Path root, Path results) {
        this.root = root;
        this.results = results.toAbsolutePath().normalize();
    }

    static Ignored of(Path root, Path results) throws IOException {
        Ignored ignored = new Ignored(root, results);
        ALWAYS.forEach(ignored::add);
        try {
            Files.readAllLines(root.resolve(FILE)).forEach(ignored::add);
        } catch (NoSuchFileException e) {
            return ignored;
        }
        return ignored;
    }

    boolean test(String path, boolean isFolder) {
        Path place = root.resolve(path);
        if (isFolder && (place.equals(results) || Files.exists(place.resolve("pyvenv.cfg")))) {
            return true;
        }
        boolean left = false;
        for (Rule rule : rules) {
            if ((isFolder || !rule.foldersOnly) && rule.pattern.matcher(path).matches()) {
                left = !rule.takesBack;
            }
        }
        return left;
    }

    private void add(String line) {
        String text = line.strip();
        if (text.isEmpty() || text.startsWith("#")) {
            return;
        }
        boolean takesBack = text.startsWith("!");
        text = takesBack ? text.substring(1) : text;
        boolean foldersOnly = text.endsWith("/");
        text = foldersOnly ? text.substring(0, text.length() - 1) : text;
        boolean fromTop = text.contains("/");
        text = text.startsWith("/") ? text.substring(1) : text;
        rules.add(new Rule(Pattern.compile((fromTop ? "" : "(?:.*/)?") + expression(text)), foldersOnly, takesBack));
    }

    private static String expression(String glob) {
        StringBuilder expression = new StringBuilder();
        int i = 0;
        while (i < glob.length()) {
            if (glob.startsWith("**/", i)) {
                expression.append("(?:.*/)?");
                i += 3;
            } else if (glob.startsWith("**", i)) {
                expression.append(".*");
                i += 2;
            } else {
                char c = glob.charAt(i++);
                expression.append(c == '*' ? "[^/]*" : c == '?' ? "[^/]" : Pattern.quote(String.valueOf(c)));
            }
        }
        return expression.toString();
    }
}
