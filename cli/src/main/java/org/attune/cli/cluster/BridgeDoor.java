package org.attune.cli.cluster;

import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.attune.background.Daemons;
import org.attune.cli.BadInput;
import org.attune.client.bridge.Bridge;

/**
 * Bridges in the process of a head, for programs beside it: a process for each would be half of what such a program waits for at its begin. They knock at a socket in the cluster's folder, which is their user's
 * alone, and say which of their pipes are the two of the bridge: {@code PID DESCRIPTOR INODE DESCRIPTOR INODE}, that which is read first. The answer is a byte, once both are open here; without one they start a bridge of their own.
 */
final class BridgeDoor implements AutoCloseable {
    private static final String NAME = "bridge";
    private static final int MOST = 200;
    private static final Pattern PIPES = Pattern.compile("(\\d+) (\\d+) (\\d+) (\\d+) (\\d+)\n");

    private final Path folder;
    private final Path path;
    private final ServerSocketChannel door;

    private BridgeDoor(Path folder, Path path, ServerSocketChannel door) {
        this.folder = folder;
        this.path = path;
        this.door = door;
    }

    /** Absent where the folder can have no sockets, or its name is too long for one. */
    static Optional<BridgeDoor> open(Path folder) throws IOException {
        Path path = folder.resolve(NAME);
        Files.deleteIfExists(path);
        ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            socket.bind(UnixDomainSocketAddress.of(path));
        } catch (IOException e) {
            socket.close();
            return Optional.empty();
        }
        BridgeDoor door = new BridgeDoor(folder, path, socket);
        Daemons.thread("attune-bridge-door", door::admit).start();
        return Optional.of(door);
    }

    private void admit() {
        while (true) {
            try {
                SocketChannel visitor = door.accept();
                Daemons.thread("attune-bridge", () -> serve(visitor)).start();
            } catch (ClosedChannelException e) {
                return;
            } catch (IOException e) {
                // One that has gone again; or there is no descriptor left, which must not keep a processor busy.
                LockSupport.parkNanos(100_000_000);
            }
        }
    }

    private void serve(SocketChannel visitor) {
        try (visitor) {
            Matcher pipes = PIPES.matcher(line(visitor));
            if (!pipes.matches()) {
                return;
            }
            try (FileInputStream in = new FileInputStream(pipe(pipes, 2));
                    FileOutputStream out = new FileOutputStream(pipe(pipes, 4))) {
                visitor.write(ByteBuffer.wrap(new byte[] {'+'}));
                visitor.close();
                // That of a pipe tells at both ends how much lies in it; it is closed with the other.
                InputStream unread = new FileInputStream(out.getFD());
                try (HeadAccess access = BridgeCommand.dial(() -> HeadAccess.by(FolderOption.of(folder)), out)) {
                    new Bridge(access.client(), in, out, unread).run();
                }
            }
        } catch (BadInput | IOException e) {
            // The program was told, or is gone.
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String line(SocketChannel visitor) throws IOException {
        ByteBuffer line = ByteBuffer.allocate(MOST);
        while (line.hasRemaining() && visitor.read(line) >= 0) {
            if (line.get(line.position() - 1) == '\n') {
                break;
            }
        }
        return new String(line.array(), 0, line.position(), StandardCharsets.US_ASCII);
    }

    /** Where numbers of processes mean others, in a container, that would be another's. */
    private static String pipe(Matcher pipes, int descriptor) throws IOException {
        Path path = Path.of("/proc", pipes.group(1), "fd", pipes.group(descriptor));
        if (!Files.readSymbolicLink(path).toString().equals("pipe:[" + pipes.group(descriptor + 1) + "]")) {
            throw new IOException(path + " is another pipe.");
        }
        return path.toString();
    }

    /** Bridges that are there go on until their programs end. */
    @Override
    public void close() throws IOException {
        door.close();
        Files.deleteIfExists(path);
    }
}
