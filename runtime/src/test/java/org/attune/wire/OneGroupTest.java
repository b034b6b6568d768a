package org.attune.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.netty.shaded.io.netty.buffer.UnpooledByteBufAllocator;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLEngine;
import org.junit.jupiter.api.Test;

/** What a peer that dials offers, in its first words (ClientHello, RFC 8446, 4.1.2). */
class OneGroupTest {
    private static final int KEY_SHARES = 51;
    private static final int X25519 = 0x001d;

    @Test
    void onlyOneKeyIsMadeForAConnectionThatIsDialled() throws Exception {
        SSLEngine engine = Transport.client(ClusterKey.make()).newEngine(UnpooledByteBufAllocator.DEFAULT);
        ByteBuffer hello = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());

        engine.beginHandshake();
        engine.wrap(ByteBuffer.allocate(0), hello);

        assertThat(keyShares(hello.flip())).containsExactly(X25519);
    }

    private static List<Integer> keyShares(ByteBuffer hello) {
        hello.position(5 + 4 + 2 + 32);
        skip(hello, hello.get());
        skip(hello, hello.getShort());
        skip(hello, hello.get());
        hello.getShort();
        List<Integer> groups = new ArrayList<>();
        while (hello.hasRemaining()) {
            int type = hello.getShort();
            int end = hello.position() + 2 + hello.getShort();
            if (type == KEY_SHARES) {
                hello.getShort();
                while (hello.position() < end) {
                    groups.add((int) hello.getShort());
                    skip(hello, hello.getShort());
                }
            }
            hello.position(end);
        }
        return groups;
    }

    private static void skip(ByteBuffer words, int count) {
        words.position(words.position() + count);
    }
}
