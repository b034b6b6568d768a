package org.attune.wire;

import java.lang.reflect.InvocationTargetException;
import java.security.AlgorithmConstraints;
import java.security.AlgorithmParameters;
import java.security.CryptoPrimitive;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.util.Set;
import java.util.regex.Pattern;
import javax.crypto.KeyAgreement;
import javax.net.ssl.SSLParameters;

/**
 * Has keys agreed upon X25519 (RFC 7748), which is Java's first choice anyway. Left to itself Java makes a second key for each connection that it dials, on P-256, should the peer not
 * know X25519: an eighth of what a handshake costs, in vain, since all peers are Attune. Everything else stays as strict as Java has it.
 */
enum OneGroup implements AlgorithmConstraints {
    INSTANCE;

    private static final Pattern OTHERS = Pattern.compile("sec[pt]\\d.*|ffdhe\\d+");

    /** There are Javas without it, held to what an authority allows. */
    private static final boolean IS_THERE = isThere();

    /** All groups stay where Java has no X25519. Since Java 20 they can be named; there constraints are about signatures on the same curves, too. */
    static void ask(SSLParameters parameters) {
        if (!IS_THERE) {
            return;
        }
        try {
            SSLParameters.class.getMethod("setNamedGroups", String[].class).invoke(parameters, (Object)
                    new String[] {"x25519"});
        } catch (NoSuchMethodException e) {
            parameters.setAlgorithmConstraints(INSTANCE);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean isThere() {
        try {
            KeyAgreement.getInstance("X25519");
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    @Override
    public boolean permits(Set<CryptoPrimitive> primitives, String algorithm, AlgorithmParameters parameters) {
        return !primitives.contains(CryptoPrimitive.KEY_AGREEMENT)
                || !OTHERS.matcher(algorithm).matches();
    }

    @Override
    public boolean permits(Set<CryptoPrimitive> primitives, Key key) {
        return true;
    }

    @Override
    public boolean permits(Set<CryptoPrimitive> primitives, String algorithm, Key key, AlgorithmParameters parameters) {
        return permits(primitives, algorithm, parameters);
    }
}
