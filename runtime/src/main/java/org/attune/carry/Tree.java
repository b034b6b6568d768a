package org.attune.carry;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.BiPredicate;

/** A folder with all that is in it, in the order in which it is sent: a folder before what is in it. */
record Tree(Path root, List<Item> items) {

    Tree {
        items = List.copyOf(items);
    }

    static Tree of(Path root) throws IOException {
        return of(root, (path, isFolder) -> false);
    }

    /** A file alone, under its name. */
    static Tree ofFile(Path file) throws IOException {
        BasicFileAttributes attributes =
                Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        return new Tree(file.getParent(), List.of(item(file.getParent(), file, attributes)));
    }

    static Tree of(Path root, BiPredicate<String, Boolean> left) throws IOException {
        return of(root, left, Long.MAX_VALUE, Long.MAX_VALUE);
    }

    /**
     * @param left what is left out, by its path relative to the folder and whether it is a folder
     * @param mostBytes of one that has more, only a part is listed, which has more as well
     * @param mostItems the same
     * @throws CarryException if something in it is neither a file, a folder nor a link that stays within it
     */
    static Tree of(Path root, BiPredicate<String, Boolean> left, long mostBytes, long mostItems) throws IOException {
        List<Item> items = new ArrayList<>();
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            private long bytes;

            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                if (folder.equals(root)) {
                    return FileVisitResult.CONTINUE;
                } else if (left.test(name(folder), true)) {
                    return FileVisitResult.SKIP_SUBTREE;
                }
                return add(new Item(name(folder), Item.Kind.FOLDER, 0, permissions(folder)));
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (left.test(name(file), false)) {
                    return FileVisitResult.CONTINUE;
                }
                return add(item(root, file, attributes));
            }

            private FileVisitResult add(Item item) {
                items.add(item);
                bytes += item.size();
                boolean isTooMuch = bytes > mostBytes || items.size() > mostItems;
                return isTooMuch ? FileVisitResult.TERMINATE : FileVisitResult.CONTINUE;
            }

            private String name(Path path) {
                return root.relativize(path).toString();
            }
        });
        // Parts of a path compare one after the other, so that the order is the same on every machine.
        items.sort(Comparator.comparing(item -> item.path().replace('/', '\0')));
        return new Tree(root, items);
    }

    private static Item item(Path root, Path file, BasicFileAttributes attributes) throws IOException {
        String name = root.relativize(file).toString();
        if (attributes.isSymbolicLink()) {
            String target = Files.readSymbolicLink(file).toString();
            Item link = new Item(name, Item.Kind.LINK, Bytes.of(target).length, 0777);
            link.checkTarget(target);
            return link;
        } else if (attributes.isRegularFile()) {
            return new Item(name, Item.Kind.FILE, attributes.size(), permissions(file));
        }
        throw new CarryException(file + " is neither a file, a folder nor a link, and cannot be carried.");
    }

    long size() {
        return items.stream().mapToLong(Item::size).sum();
    }

    Path path(Item item) {
        return root.resolve(item.path());
    }

    private static int permissions(Path path) throws IOException {
        Set<PosixFilePermission> set = Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS);
        int bits = 0;
        for (PosixFilePermission permission : set) {
            bits |= 0400 >> permission.ordinal();
        }
        return bits;
    }
}
