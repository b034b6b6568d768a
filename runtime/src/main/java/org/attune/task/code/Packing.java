package org.attune.task.code;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Classes as the bytes of a jar. The same classes give the same bytes. */
final class Packing {
    private Packing() {}

    static byte[] folder(Path folder) throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        List<Path> all;
        try (Stream<Path> walk = Files.walk(folder)) {
            all = walk.filter(Files::isRegularFile).toList();
        }
        for (Path file : all) {
            files.put(folder.relativize(file).toString().replace('\\', '/'), Files.readAllBytes(file));
        }
        return jar(files);
    }

    /** A class and those that it names, as far as its loader itself has them. */
    static byte[] reachable(Class<?> type) throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        Deque<String> names = new ArrayDeque<>(List.of(outermost(type).getName().replace('.', '/')));
        ClassLoader loader = type.getClassLoader();
        while (!names.isEmpty()) {
            String file = names.poll() + ".class";
            if (!files.containsKey(file) && isOwn(loader, file)) {
                try (InputStream in = loader.getResourceAsStream(file)) {
                    if (in != null) {
                        byte[] bytes = in.readAllBytes();
                        files.put(file, bytes);
                        names.addAll(ClassNames.in(bytes));
                    }
                }
            }
        }
        return jar(files);
    }

    private static boolean isOwn(ClassLoader loader, String file) {
        return loader.getResource(file) != null
                && (loader.getParent() == null || loader.getParent().getResource(file) == null);
    }

    private static Class<?> outermost(Class<?> type) {
        Class<?> outer = type.getNestHost();
        while (outer.getEnclosingClass() != null) {
            outer = outer.getEnclosingClass();
        }
        return outer;
    }

    private static byte[] jar(Map<String, byte[]> files) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                ZipEntry entry = new ZipEntry(file.getKey());
                entry.setLastModifiedTime(FileTime.fromMillis(315_532_800_000L));
                zip.putNextEntry(entry);
                zip.write(file.getValue());
                zip.closeEntry();
            }
        }
        return bytes.toByteArray();
    }
}
