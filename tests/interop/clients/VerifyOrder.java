// SPDX-License-Identifier: Apache-2.0
// VerifyOrder.java SIGNED CITIZEN-CA CRL   Bouncy Castle verifies a CMS message with its content inside: the signature, the
// signer's certificate against the citizen CA and its CRL, and that it is for signatures that bind. Prints the signer and
// the content, or "WRONG: " and a reason, with exit code 1.

import java.io.FileInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Security;
import java.security.cert.CertPathValidator;
import java.security.cert.CertStore;
import java.security.cert.CertificateFactory;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Set;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.SignerInformation;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

class VerifyOrder {
    private static final int NON_REPUDIATION = 1;

    public static void main(String[] arguments) throws Exception {
        Security.addProvider(new BouncyCastleProvider());
        try {
            var message = new CMSSignedData(Files.readAllBytes(Path.of(arguments[0])));
            if (message.getSignerInfos().size() != 1) {
                throw new CMSException(message.getSignerInfos().size() + " signers instead of one");
            }
            for (var signer : message.getSignerInfos().getSigners()) {
                var certificate = certificateOf(message, signer);
                if (!signer.verify(new JcaSimpleSignerInfoVerifierBuilder().setProvider("BC").build(certificate))) {
                    throw new CMSException("the signature is of something else");
                }
                validate(certificate, arguments[1], arguments[2]);
                if (!certificate.getKeyUsage()[NON_REPUDIATION]) {
                    throw new CMSException("the certificate is not for signatures that bind");
                }
                System.out.println("signed by " + certificate.getSubjectX500Principal());
            }
            System.out.print(new String((byte[]) message.getSignedContent().getContent(), StandardCharsets.UTF_8));
        } catch (CMSException | GeneralSecurityException error) {
            System.out.println("WRONG: " + error.getMessage());
            System.exit(1);
        }
    }

    @SuppressWarnings("unchecked")
    private static X509Certificate certificateOf(CMSSignedData message, SignerInformation signer) throws Exception {
        var found = message.getCertificates().getMatches(signer.getSID());
        return new JcaX509CertificateConverter().getCertificate((X509CertificateHolder) found.iterator().next());
    }

    private static void validate(X509Certificate certificate, String ca, String crl) throws Exception {
        var x509 = CertificateFactory.getInstance("X.509");
        try (var authority = new FileInputStream(ca); var revoked = new FileInputStream(crl)) {
            var anchor = new TrustAnchor((X509Certificate) x509.generateCertificate(authority), null);
            var parameters = new PKIXParameters(Set.of(anchor));
            parameters.addCertStore(CertStore.getInstance("Collection",
                new CollectionCertStoreParameters(List.of(x509.generateCRL(revoked)))));
            parameters.setRevocationEnabled(true);
            CertPathValidator.getInstance("PKIX").validate(x509.generateCertPath(List.of(certificate)), parameters);
        }
    }
}
