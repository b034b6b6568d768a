package org.attune.wire;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;

/**
 * A certificate (X.509, RFC 5280) for a key of its own: the JDK reads them, but offers no way to make one without starting its keytool. Nobody reads its name or its dates: whoever
 * trusts it compares it as a whole.
 */
final class SelfSigned {
    private static final byte[] ECDSA_WITH_SHA256 = sequence(oid(0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02));
    private static final byte[] NAME = sequence(der(
            0x31, sequence(oid(0x55, 0x04, 0x03), der(0x0c, "attune".getBytes(StandardCharsets.US_ASCII)))));

    private SelfSigned() {}

    static X509Certificate of(KeyPair keys) throws GeneralSecurityException {
        byte[] body = sequence(
                der(0xa0, der(0x02, 2)),
                der(0x02, new BigInteger(126, new SecureRandom()).setBit(125).toByteArray()),
                ECDSA_WITH_SHA256,
                NAME,
                sequence(time("20000101000000Z"), time("99991231235959Z")),
                NAME,
                keys.getPublic().getEncoded());
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(keys.getPrivate());
        signature.update(body);
        byte[] signed = sequence(body, ECDSA_WITH_SHA256, der(0x03, new byte[] {0}, signature.sign()));
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(signed));
    }

    private static byte[] time(String time) {
        return der(0x18, time.getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] oid(int... bytes) {
        return der(0x06, bytes);
    }

    private static byte[] sequence(byte[]... parts) {
        return der(0x30, parts);
    }

    private static byte[] der(int tag, int... bytes) {
        byte[] content = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            content[i] = (byte) bytes[i];
        }
        return der(tag, content);
    }

    private static byte[] der(int tag, byte[]... parts) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        ByteArrayOutputStream element = new ByteArrayOutputStream();
        element.write(tag);
        if (content.size() >= 0x100) {
            element.write(0x82);
            element.write(content.size() >> 8);
        } else if (content.size() >= 0x80) {
            element.write(0x81);
        }
        element.write(content.size());
        element.writeBytes(content.toByteArray());
        return element.toByteArray();
    }
}
