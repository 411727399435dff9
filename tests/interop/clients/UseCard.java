// SPDX-License-Identifier: Apache-2.0
// UseCard.java MODULE list                 the token's entries: alias, private key's algorithm, holder
// UseCard.java MODULE sign FILE SIGNATURE  by 9A
// UseCard.java MODULE visit URL SITE-CA    logs in by 9A over TLS 1.3 and prints the page
//
// Java's own PKCS#11 provider. The PIN comes from the environment variable PIN, by the callback that a program with a
// window would answer with a dialog.

import java.io.FileInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.Security;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Collections;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.KeyStoreBuilderParameters;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.PasswordCallback;

class UseCard {
    private static final String authentication = "Certificate for PIV Authentication"; // 9A

    private static Provider provider;
    private static KeyStore.Builder builder;

    public static void main(String[] arguments) throws Exception {
        provider = Security.getProvider("SunPKCS11").configure("--name = idcard\nlibrary = " + arguments[0] + "\n");
        Security.addProvider(provider);
        builder = KeyStore.Builder.newInstance("PKCS11", provider,
            new KeyStore.CallbackHandlerProtection(UseCard::answer));
        switch (arguments[1]) {
            case "list" -> list();
            case "sign" -> sign(Path.of(arguments[2]), Path.of(arguments[3]));
            case "visit" -> visit(URI.create(arguments[2]), arguments[3]);
            default -> throw new IllegalArgumentException(arguments[1]);
        }
    }

    private static void answer(Callback[] callbacks) {
        for (var callback : callbacks) {
            if (callback instanceof PasswordCallback question) {
                question.setPassword(System.getenv("PIN").toCharArray());
            }
        }
    }

    private static void list() throws Exception {
        var token = builder.getKeyStore();
        for (var alias : Collections.list(token.aliases())) {
            var certificate = (X509Certificate) token.getCertificate(alias);
            var key = token.isKeyEntry(alias) ? token.getKey(alias, null).getAlgorithm() : "none";
            System.out.println(alias + ": " + key + ", " + certificate.getSubjectX500Principal());
        }
    }

    private static void sign(Path file, Path signature) throws Exception {
        var key = (PrivateKey) builder.getKeyStore().getKey(authentication, null);
        Signature signer;
        if (key.getAlgorithm().equals("EC")) {
            signer = Signature.getInstance("SHA256withECDSA", provider);
        } else {
            signer = Signature.getInstance("RSASSA-PSS", provider);
            signer.setParameter(new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
        }
        signer.initSign(key);
        signer.update(Files.readAllBytes(file));
        Files.write(signature, signer.sign());
    }

    private static void visit(URI page, String siteCa) throws Exception {
        var keys = KeyManagerFactory.getInstance("PKIX");
        keys.init(new KeyStoreBuilderParameters(builder));
        var context = SSLContext.getInstance("TLSv1.3");
        context.init(keys.getKeyManagers(), trust(siteCa).getTrustManagers(), null);
        var client = HttpClient.newBuilder().sslContext(context)
            .sslParameters(new SSLParameters(null, new String[] {"TLSv1.3"})).build();
        var response = client.send(HttpRequest.newBuilder(page).build(), HttpResponse.BodyHandlers.ofString());
        System.out.println(response.statusCode() + " " + response.body());
    }

    private static TrustManagerFactory trust(String file) throws Exception {
        var store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null);
        try (var in = new FileInputStream(file)) {
            store.setCertificateEntry("site", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        return trust;
    }
}
