package org.attune.cli;

import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Class paths as people write them. */
final class ClassPaths {
    private ClassPaths() {}

    /** @param path folders and jars, with the system's separator between them */
    static List<Path> entries(String path) {
        List<Path> entries = new ArrayList<>();
        for (String entry : path.split(File.pathSeparator)) {
            if (!Files.exists(Path.of(entry))) {
                throw new BadInput("there is no " + entry + ", which --classpath names.");
            }
            entries.add(Path.of(entry));
        }
        return entries;
    }

    static ClassLoader loader(List<Path> entries) {
        List<URL> urls = new ArrayList<>();
        for (Path entry : entries) {
            try {
                urls.add(entry.toUri().toURL());
            } catch (MalformedURLException e) {
                throw new BadInput("--classpath cannot hold " + entry + ": " + e.getMessage(), e);
            }
        }
        return new URLClassLoader(urls.toArray(URL[]::new), ClassPaths.class.getClassLoader());
    }
}
