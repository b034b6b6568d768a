package org.attune.wire;

/** The receiving end of a link over a network. Its methods are called one at a time. */
final class Inbox<M> {
    private final Codec<M> codec;
    private final Ear<M> ear;
    private final Outbox<?> back;

    /** {@code back}: the link's sending end. */
    Inbox(Codec<M> codec, Ear<M> ear, Outbox<?> back) {
        this.codec = codec;
        this.ear = ear;
        this.back = back;
    }

    void take(byte[] frame) {
        if (Frames.isFarewell(frame)) {
            ear.closed(Frames.words(frame));
            back.close("");
            return;
        }
        try {
            codec.decodeAll(frame).forEach(ear::take);
        } catch (Codec.BadMessage e) {
            ear.fail("a message was not understood: " + e.getMessage());
        }
    }

    /** Nothing more will come, in the words of who found that out. */
    void over(String why) {
        String own = back.reason();
        back.lose();
        ear.closed(own.isEmpty() ? why : own);
    }
}
