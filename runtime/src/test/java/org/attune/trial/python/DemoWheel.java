package org.attune.trial.python;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A package that pip installs without a network: the module {@code demo}, whose {@code answer} is 42. */
public final class DemoWheel {
    private DemoWheel() {}

    /** @return the file, in that folder */
    public static Path in(Path folder) throws IOException {
        Path wheel = Files.createDirectories(folder).resolve("demo-1.0-py3-none-any.whl");
        try (OutputStream file = Files.newOutputStream(wheel);
                ZipOutputStream zip = new ZipOutputStream(file)) {
            entry(zip, "demo.py", "answer = 42\n");
            entry(zip, "demo-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: demo\nVersion: 1.0\n");
            entry(zip, "demo-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n");
            entry(zip, "demo-1.0.dist-info/RECORD", "");
        }
        return wheel;
    }

    private static void entry(ZipOutputStream zip, String name, String text) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(text.getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
    }
}
