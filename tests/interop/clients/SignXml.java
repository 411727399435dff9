// SPDX-License-Identifier: Apache-2.0
// SignXml.java MODULE DOCUMENT CRL SIGNED   signs an XML document with 9C, enveloped; certificate and CRL are put in
//
// Java's PKCS#11 provider has no keys that want the PIN for each signature (CKA_ALWAYS_AUTHENTICATE), but its binding
// can do it: --add-exports jdk.crypto.cryptoki/sun.security.pkcs11.wrapper=ALL-UNNAMED. The PIN comes from the
// environment variable PIN.

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FileInputStream;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.SignatureException;
import java.security.SignatureSpi;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.xml.crypto.dsig.CanonicalizationMethod;
import javax.xml.crypto.dsig.DigestMethod;
import javax.xml.crypto.dsig.Transform;
import javax.xml.crypto.dsig.XMLSignatureFactory;
import javax.xml.crypto.dsig.dom.DOMSignContext;
import javax.xml.crypto.dsig.spec.C14NMethodParameterSpec;
import javax.xml.crypto.dsig.spec.TransformParameterSpec;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.w3c.dom.Document;
import sun.security.pkcs11.wrapper.CK_ATTRIBUTE;
import sun.security.pkcs11.wrapper.CK_MECHANISM;
import sun.security.pkcs11.wrapper.PKCS11;
import sun.security.pkcs11.wrapper.PKCS11Exception;

class SignXml {
    private static final CertificateFactory x509 = x509();

    public static void main(String[] arguments) throws Exception {
        var document = read(Path.of(arguments[1]));
        var card = new Card(arguments[0], System.getenv("PIN").toCharArray());
        try (var crl = new FileInputStream(arguments[2])) {
            sign(document, card, x509.generateCRL(crl));
        }
        TransformerFactory.newInstance().newTransformer().transform(
            new DOMSource(document), new StreamResult(Path.of(arguments[3]).toFile()));
    }

    private static Document read(Path file) throws Exception {
        var factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        return factory.newDocumentBuilder().parse(file.toFile());
    }

    private static void sign(Document document, Card card, Object crl) throws Exception {
        var xml = XMLSignatureFactory.getInstance("DOM");
        var certificate = (X509Certificate) x509.generateCertificate(new ByteArrayInputStream(card.certificate()));
        boolean rsa = certificate.getPublicKey().getAlgorithm().equals("RSA");
        var reference = xml.newReference("", xml.newDigestMethod(DigestMethod.SHA256, null),
            List.of(xml.newTransform(Transform.ENVELOPED, (TransformParameterSpec) null)), null, null);
        var content = xml.newSignedInfo(
            xml.newCanonicalizationMethod(CanonicalizationMethod.EXCLUSIVE, (C14NMethodParameterSpec) null),
            xml.newSignatureMethod("http://www.w3.org/2001/04/xmldsig-more#" + (rsa ? "rsa" : "ecdsa") + "-sha256", null),
            List.of(reference));
        var keys = xml.getKeyInfoFactory();
        var key = keys.newKeyInfo(List.of(keys.newX509Data(List.of(certificate, crl))));

        var context = new DOMSignContext(new CardKey(rsa ? "RSA" : "EC"), document.getDocumentElement());
        context.setProperty("org.jcp.xml.dsig.internal.dom.SignatureProvider", new CardProvider(card));
        xml.newXMLSignature(content, key).sign(context);
    }

    private static CertificateFactory x509() {
        try {
            return CertificateFactory.getInstance("X.509");
        } catch (java.security.cert.CertificateException error) {
            throw new IllegalStateException(error);
        }
    }
}

/** The key in 9C and its certificate. */
class Card {
    private static final long ECDSA_SHA256 = 0x1044, SHA256_RSA_PKCS = 0x40;
    private static final long USER = 1, CONTEXT_SPECIFIC = 2, SERIAL_SESSION = 4;
    private static final long CLASS = 0, VALUE = 0x11, ID = 0x102, CERTIFICATE = 1, PRIVATE_KEY = 3;

    private final PKCS11 module;
    private final long session;
    private final char[] pin;

    Card(String library, char[] pin) throws Exception {
        module = PKCS11.getInstance(library, "C_GetFunctionList", null, false);
        session = module.C_OpenSession(module.C_GetSlotList(true)[0], SERIAL_SESSION, null, null);
        this.pin = pin;
        module.C_Login(session, USER, pin);
    }

    byte[] certificate() throws PKCS11Exception {
        var value = new CK_ATTRIBUTE[] {new CK_ATTRIBUTE(VALUE)};
        module.C_GetAttributeValue(session, find(CERTIFICATE), value);
        return value[0].getByteArray();
    }

    /** PKCS#1, or r and s side by side. */
    byte[] sign(String algorithm, byte[] message) throws PKCS11Exception {
        module.C_SignInit(session, new CK_MECHANISM(algorithm.equals("RSA") ? SHA256_RSA_PKCS : ECDSA_SHA256), find(PRIVATE_KEY));
        module.C_Login(session, CONTEXT_SPECIFIC, pin); // a program with a window asks for it here
        return module.C_Sign(session, message);
    }

    private long find(long type) throws PKCS11Exception {
        module.C_FindObjectsInit(session, new CK_ATTRIBUTE[] {new CK_ATTRIBUTE(CLASS, type), new CK_ATTRIBUTE(ID, new byte[] {2})});
        var found = module.C_FindObjects(session, 1);
        module.C_FindObjectsFinal(session);
        return found[0];
    }
}

record CardKey(String algorithm) implements PrivateKey {
    @Override
    public String getAlgorithm() {
        return algorithm;
    }

    @Override
    public String getFormat() {
        return null;
    }

    @Override
    public byte[] getEncoded() {
        return null;
    }
}

class CardProvider extends Provider {
    private final transient Card card;

    CardProvider(Card card) {
        super("Card", "1", "signs with 9C");
        this.card = card;
        for (var name : List.of("SHA256withRSA", "SHA256withECDSAinP1363Format")) {
            putService(new Service(this, "Signature", name, CardSignature.class.getName(), null, null) {
                @Override
                public Object newInstance(Object parameter) {
                    return new CardSignature(CardProvider.this.card);
                }
            });
        }
    }
}

class CardSignature extends SignatureSpi {
    private final Card card;
    private final ByteArrayOutputStream message = new ByteArrayOutputStream();
    private String algorithm;

    CardSignature(Card card) {
        this.card = card;
    }

    @Override
    protected void engineInitSign(PrivateKey key) {
        algorithm = ((CardKey) key).algorithm();
        message.reset();
    }

    @Override
    protected void engineUpdate(byte data) {
        message.write(data);
    }

    @Override
    protected void engineUpdate(byte[] data, int offset, int length) {
        message.write(data, offset, length);
    }

    @Override
    protected byte[] engineSign() throws SignatureException {
        try {
            return card.sign(algorithm, message.toByteArray());
        } catch (PKCS11Exception error) {
            throw new SignatureException(error);
        }
    }

    @Override
    protected void engineInitVerify(PublicKey key) {
        throw new UnsupportedOperationException();
    }

    @Override
    protected boolean engineVerify(byte[] signature) {
        throw new UnsupportedOperationException();
    }

    @Override
    @Deprecated
    protected void engineSetParameter(String name, Object value) {
        throw new UnsupportedOperationException();
    }

    @Override
    @Deprecated
    protected Object engineGetParameter(String name) {
        throw new UnsupportedOperationException();
    }
}
