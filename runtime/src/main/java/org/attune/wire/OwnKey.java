package org.attune.wire;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;

/** Shows a cluster's key, whatever is asked for. */
final class OwnKey extends X509ExtendedKeyManager {
    private static final String NAME = "attune";

    private final ClusterKey key;

    OwnKey(ClusterKey key) {
        this.key = key;
    }

    @Override
    public String[] getClientAliases(String type, Principal[] issuers) {
        return new String[] {NAME};
    }

    @Override
    public String[] getServerAliases(String type, Principal[] issuers) {
        return new String[] {NAME};
    }

    @Override
    public String chooseClientAlias(String[] types, Principal[] issuers, Socket socket) {
        return NAME;
    }

    @Override
    public String chooseServerAlias(String type, Principal[] issuers, Socket socket) {
        return NAME;
    }

    @Override
    public String chooseEngineClientAlias(String[] types, Principal[] issuers, SSLEngine engine) {
        return NAME;
    }

    @Override
    public String chooseEngineServerAlias(String type, Principal[] issuers, SSLEngine engine) {
        return NAME;
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
        return new X509Certificate[] {key.certificate()};
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
        return key.key();
    }
}
