package org.attune.trial.python;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A pip requirements file with all that it includes. */
record Requirements(Path file, Map<Path, String> texts) {
    private static final Pattern INCLUDE =
            Pattern.compile("^\\s*(?:-r|-c|--requirement|--constraint)[\\s=]*(\\S+)", Pattern.MULTILINE);
    private static final Pattern LOCAL =
            Pattern.compile("^\\s*(?:[./]|-e\\b|--editable\\b|--find-links\\b|-f\\b|file:)", Pattern.MULTILINE);

    /** @throws PythonProblem if the file or an included one cannot be read */
    static Requirements read(Path file) {
        Map<Path, String> texts = new LinkedHashMap<>();
        add(file.toAbsolutePath().normalize(), texts);
        return new Requirements(file.toAbsolutePath().normalize(), texts);
    }

    /** A name for the environment that these make with an interpreter: the same for the same content, wherever it lies. */
    String key(Interpreter interpreter) {
        StringBuilder all =
                new StringBuilder("1\n").append(interpreter.identity()).append('\n');
        for (String text : texts.values()) {
            all.append(text.length()).append('\n').append(text);
        }
        // What "./package" means depends on the place.
        if (texts.values().stream().anyMatch(text -> LOCAL.matcher(text).find())) {
            all.append(file.getParent());
        }
        return sha256(all.toString().getBytes(StandardCharsets.UTF_8)).substring(0, 16);
    }

    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void add(Path file, Map<Path, String> texts) {
        if (texts.containsKey(file)) {
            return;
        }
        String text;
        try {
            text = Files.readString(file);
        } catch (NoSuchFileException e) {
            throw new PythonProblem("requirements names " + file + ", but there is no such file.", e);
        } catch (IOException e) {
            throw new PythonProblem("cannot read the requirements " + file + ": " + e, e);
        }
        texts.put(file, text);
        Matcher include = INCLUDE.matcher(text);
        while (include.find()) {
            if (!include.group(1).contains("://")) {
                add(file.resolveSibling(include.group(1)).normalize(), texts);
            }
        }
    }
}
