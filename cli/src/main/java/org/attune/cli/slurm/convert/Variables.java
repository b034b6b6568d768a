package org.attune.cli.slurm.convert;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Which variables of a script serve Ray alone: addresses, ports, lists of nodes, and what comes of them. */
final class Variables {
    private static final Pattern USE = Pattern.compile("\\$\\{?[#!]?([A-Za-z_]\\w*)");
    private static final Pattern ARITHMETIC = Pattern.compile("\\(\\(.*?\\)\\)", Pattern.DOTALL);
    private static final Pattern NAME = Pattern.compile("[A-Za-z_]\\w*");
    private static final Pattern SET = Pattern.compile("(?:^|[\\s;(])([A-Za-z_]\\w*)(?:\\[[^]]*])?\\+?=");
    private static final Pattern READ =
            Pattern.compile("\\b(?:read|mapfile|readarray)\\s+((?:-\\S+\\s+)*)([A-Za-z_][\\w ]*)");
    private static final Pattern LOOP = Pattern.compile("\\bfor\\s+(?:\\(\\(\\s*)?([A-Za-z_]\\w*)");
    private static final Pattern ABOUT_NODES = Pattern.compile(
            "scontrol\\s+show\\s+hostname|\\bhostname\\b|SLURM_(JOB_)?NODELIST|\\bip\\s+(-\\S+\\s+)*a(ddr)?|\\bgetent\\b|\\bnslookup\\b|\\bifconfig\\b|\\buuidgen\\b|\\$!");
    private static final Pattern NAMES_OF_RAY =
            Pattern.compile("(?i)ip_?head|head_?(node|ip|addr).*|redis_?.*|ray_.*|(.*_)?port|dashboard.*");

    private final Set<String> ofRay = new HashSet<>();
    private final Predicate<Statement> forRay;
    private final Map<String, List<Statement>> setters = new HashMap<>();
    private final Map<String, List<Statement>> users = new HashMap<>();
    private final Set<String> exported = new HashSet<>();

    /**
     * @param forRay whether a statement starts Ray, speaks to it or sets it up
     * @param isQuiet whether nothing but setting and printing is done in it
     */
    Variables(List<Statement> statements, Predicate<Statement> forRay, Predicate<Statement> isQuiet) {
        this.forRay = forRay;
        statements.forEach(this::note);
        for (Statement statement : statements) {
            Set<String> sets = sets(statement.text());
            if (forRay.test(statement)) {
                uses(statement.text()).stream()
                        .filter(name -> !exported.contains(name))
                        .forEach(ofRay::add);
                ofRay.addAll(sets);
            } else if (statement.isAssignment()
                    || statement.text().contains("mapfile")
                    || statement.text().contains("readarray")) {
                boolean isRoot = ABOUT_NODES.matcher(statement.text()).find()
                        || sets.stream()
                                .anyMatch(name -> NAMES_OF_RAY.matcher(name).matches());
                if (isRoot) {
                    ofRay.addAll(sets);
                }
            }
        }
        ofRay.removeIf(name -> name.startsWith("SLURM_"));
        boolean grows = true;
        while (grows) {
            grows = false;
            for (Statement statement : statements) {
                boolean sets = statement.isAssignment() || isQuiet.test(statement);
                if (sets && uses(statement.text()).stream().anyMatch(ofRay::contains)) {
                    grows |= ofRay.addAll(sets(statement.text()));
                }
            }
            grows |= ofRay.addAll(servants());
        }
    }

    private void note(Statement statement) {
        if (statement.isAssignment()) {
            sets(statement.text()).forEach(name -> put(setters, name, statement));
        }
        if (!statement.isComment()) {
            uses(statement.text()).forEach(name -> put(users, name, statement));
        }
        // Programs may read it, unseen.
        if (statement.program().equals("export")) {
            exported.addAll(sets(statement.text()));
            exported.addAll(exported(statement.text()));
        }
    }

    private static void put(Map<String, List<Statement>> all, String name, Statement statement) {
        all.computeIfAbsent(name, any -> new ArrayList<>()).add(statement);
    }

    /** What only serves to set others that are Ray's. */
    private Set<String> servants() {
        return setters.keySet().stream()
                .filter(name -> users.containsKey(name) && !exported.contains(name))
                .filter(name -> users.get(name).stream().allMatch(this::servesRay))
                .collect(Collectors.toSet());
    }

    private boolean servesRay(Statement statement) {
        return forRay.test(statement) || statement.isAssignment() && ofRay.containsAll(sets(statement.text()));
    }

    boolean isOfRay(String name) {
        return ofRay.contains(name);
    }

    /** What of it is used by something that stays is not Ray's alone, nor what that is made of. */
    void areNeededBy(String text) {
        Deque<String> names = new ArrayDeque<>(uses(text));
        while (!names.isEmpty()) {
            String name = names.poll();
            if (ofRay.remove(name)) {
                setters.getOrDefault(name, List.of()).forEach(other -> names.addAll(uses(other.text())));
            }
        }
    }

    /** Whether all that it sets, and it sets something, or else some of what it uses, is Ray's. */
    boolean isOfRay(Statement statement) {
        Set<String> sets = sets(statement.text());
        if (statement.isAssignment()) {
            Set<String> names = new HashSet<>(sets);
            if (names.isEmpty()) {
                names.addAll(exported(statement.text()));
            }
            return !names.isEmpty() && ofRay.containsAll(names);
        }
        return uses(statement.text()).stream().anyMatch(ofRay::contains) && ofRay.containsAll(withoutIfs(sets));
    }

    private static Set<String> withoutIfs(Set<String> names) {
        Set<String> rest = new HashSet<>(names);
        rest.remove("IFS");
        return rest;
    }

    /** Names in {@code export a b}. */
    private static Set<String> exported(String text) {
        Set<String> names = new HashSet<>();
        List<String> words = Shell.words(text);
        words.stream().skip(1).filter(word -> NAME.matcher(word).matches()).forEach(names::add);
        return names;
    }

    static Set<String> uses(String text) {
        Set<String> names = new HashSet<>();
        Matcher use = USE.matcher(text);
        while (use.find()) {
            names.add(use.group(1));
        }
        Matcher arithmetic = ARITHMETIC.matcher(text);
        while (arithmetic.find()) {
            NAME.matcher(arithmetic.group()).results().forEach(name -> names.add(name.group()));
        }
        return names;
    }

    static Set<String> sets(String text) {
        Set<String> names = new HashSet<>();
        SET.matcher(text.replaceAll("\"[^\"]*\"", "\"\"")).results().forEach(set -> names.add(set.group(1)));
        READ.matcher(text)
                .results()
                .forEach(read -> names.addAll(List.of(read.group(2).strip().split("\\s+"))));
        LOOP.matcher(text).results().forEach(loop -> names.add(loop.group(1)));
        return names;
    }
}
