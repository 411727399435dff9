// SPDX-License-Identifier: Apache-2.0
// Passive authentication by Bouncy Castle alone:
//   java -cp bcprov.jar:bcpkix.jar:bcutil.jar VerifyDocument.java DIRECTORY
// The directory holds sod.bin, csca.cer and dgN.bin; citizen_ca.cer and citizen.cer are verified if they are there.
// Exit 0: everything holds. Exit 1: something does not, with one line about it.

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.Provider;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1TaggedObject;
import org.bouncycastle.asn1.BERTags;
import org.bouncycastle.asn1.cms.CMSAttributes;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.asn1.icao.DataGroupHash;
import org.bouncycastle.asn1.icao.ICAOObjectIdentifiers;
import org.bouncycastle.asn1.icao.LDSSecurityObject;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.ECNamedCurveTable;
import org.bouncycastle.asn1.x9.X962Parameters;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.SignerInformation;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

public class VerifyDocument {
    private static final Provider BC = new BouncyCastleProvider();

    public static void main(String[] arguments) throws Exception {
        Path directory = Path.of(arguments[0]);
        try {
            verifyDocument(directory);
            if (Files.exists(directory.resolve("citizen.cer"))) {
                verifyCitizen(directory);
            }
        } catch (Wrong wrong) {
            System.err.println("WRONG: " + wrong.getMessage());
            System.exit(1);
        }
        System.out.println("Bouncy Castle: everything holds");
    }

    private static void verifyDocument(Path directory) throws Exception {
        X509Certificate csca = certificate(Files.readAllBytes(directory.resolve("csca.cer")));
        CMSSignedData data = readSod(Files.readAllBytes(directory.resolve("sod.bin")));
        check(data.getSignedContentTypeOID().equals(ICAOObjectIdentifiers.id_icao_ldsSecurityObject.getId()),
                "content type " + data.getSignedContentTypeOID());

        X509Certificate signer = verifySignature(data);
        verifyPath(signer, csca, "document signer");
        checkExplicitCurve(csca, "CSCA");
        checkExplicitCurve(signer, "document signer");
        checkProfile(csca, signer);
        verifyHashes(LDSSecurityObject.getInstance(content(data)), directory);
    }

    /** [APPLICATION 23] around a ContentInfo, in DER. */
    private static CMSSignedData readSod(byte[] file) throws Exception {
        ASN1TaggedObject outer = (ASN1TaggedObject) ASN1Primitive.fromByteArray(file);
        check(outer.hasTag(BERTags.APPLICATION, 23), "tag of EF.SOD");
        check(Arrays.equals(outer.getEncoded(ASN1Encoding.DER), file), "EF.SOD is not DER");
        return new CMSSignedData(ContentInfo.getInstance(outer.getExplicitBaseObject()));
    }

    private static ASN1Primitive content(CMSSignedData data) throws Exception {
        return ASN1Primitive.fromByteArray((byte[]) data.getSignedContent().getContent());
    }

    private static X509Certificate verifySignature(CMSSignedData data) throws Exception {
        check(data.getSignerInfos().size() == 1, "number of SignerInfos");
        SignerInformation signer = data.getSignerInfos().iterator().next();
        check(signer.getSignedAttributes() != null, "signed attributes");
        check(signer.getSignedAttributes().get(CMSAttributes.signingTime) != null, "signing time");
        @SuppressWarnings("unchecked")
        var matches = data.getCertificates().getMatches(signer.getSID());
        check(matches.size() == 1, "certificates that the signer identifier names");
        X509Certificate certificate =
                certificate(((X509CertificateHolder) matches.iterator().next()).getEncoded());
        check(signer.verify(new JcaSimpleSignerInfoVerifierBuilder().setProvider(BC).build(certificate)),
                "signature of EF.SOD");
        return certificate;
    }

    private static void verifyPath(X509Certificate certificate, X509Certificate issuer, String what) throws Exception {
        try {
            issuer.verify(issuer.getPublicKey(), BC);
            certificate.verify(issuer.getPublicKey(), BC);
            PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(issuer, null)));
            parameters.setRevocationEnabled(false);
            parameters.setDate(new Date(certificate.getNotBefore().getTime() + 1000));
            CertificateFactory factory = CertificateFactory.getInstance("X.509", BC);
            CertPathValidator.getInstance("PKIX", BC)
                    .validate(factory.generateCertPath(List.of(certificate)), parameters);
        } catch (java.security.GeneralSecurityException failure) {
            throw new Wrong("path of the " + what + ": " + failure.getMessage());
        }
    }

    /** Doc 9303-12: the curve is written out, with its cofactor, and is the registered one. */
    private static void checkExplicitCurve(X509Certificate certificate, String what) {
        SubjectPublicKeyInfo key = holderOf(certificate).getSubjectPublicKeyInfo();
        X962Parameters parameters = X962Parameters.getInstance(key.getAlgorithm().getParameters());
        check(!parameters.isNamedCurve() && !parameters.isImplicitlyCA(), "curve of the " + what + " is not explicit");
        check(ASN1Sequence.getInstance(parameters.getParameters()).size() == 6, "cofactor of the " + what);
        X9ECParameters given = X9ECParameters.getInstance(parameters.getParameters());
        X9ECParameters known = ECNamedCurveTable.getByName("P-256");
        check(given.getCurve().equals(known.getCurve()) && given.getG().equals(known.getG())
                        && given.getN().equals(known.getN()) && given.getH().equals(known.getH()),
                "curve of the " + what);
    }

    private static void checkProfile(X509Certificate csca, X509Certificate signer) {
        check(csca.getBasicConstraints() == 0, "path length of the CSCA");
        check(csca.getKeyUsage()[5] && csca.getKeyUsage()[6] && !csca.getKeyUsage()[0], "key usage of the CSCA");
        check(signer.getBasicConstraints() == -1, "the signer is no authority");
        check(signer.getKeyUsage()[0] && !signer.getKeyUsage()[5], "key usage of the signer");
        for (X509Certificate certificate : List.of(csca, signer)) {
            for (var extension : List.of(Extension.subjectKeyIdentifier, Extension.privateKeyUsagePeriod,
                    Extension.subjectAlternativeName, Extension.issuerAlternativeName, Extension.cRLDistributionPoints)) {
                check(certificate.getNonCriticalExtensionOIDs().contains(extension.getId()),
                        "extension " + extension + " of " + certificate.getSubjectX500Principal());
            }
        }
        check(signer.getExtensionValue("2.23.136.1.1.6.2") != null, "document type list of the signer");
    }

    private static void verifyHashes(LDSSecurityObject object, Path directory) throws Exception {
        MessageDigest digest = MessageDigest.getInstance(object.getDigestAlgorithmIdentifier().getAlgorithm().getId(), BC);
        check(object.getDatagroupHash().length > 0, "number of data groups");
        for (DataGroupHash hash : object.getDatagroupHash()) {
            byte[] file = Files.readAllBytes(directory.resolve("dg" + hash.getDataGroupNumber() + ".bin"));
            byte[] expected = hash.getDataGroupHashValue().getOctets();
            check(Arrays.equals(digest.digest(file), expected), "hash of DG" + hash.getDataGroupNumber());
        }
    }

    private static void verifyCitizen(Path directory) throws Exception {
        X509Certificate authority = certificate(Files.readAllBytes(directory.resolve("citizen_ca.cer")));
        X509Certificate holder = certificate(Files.readAllBytes(directory.resolve("citizen.cer")));
        ASN1Encodable curve = holderOf(holder).getSubjectPublicKeyInfo().getAlgorithm().getParameters();
        check(X962Parameters.getInstance(curve).isNamedCurve(), "curve of the holder is not named");
        verifyPath(holder, authority, "holder");
    }

    private static X509CertificateHolder holderOf(X509Certificate certificate) {
        try {
            return new X509CertificateHolder(certificate.getEncoded());
        } catch (Exception failure) {
            throw new Wrong(failure.getMessage());
        }
    }

    private static X509Certificate certificate(byte[] der) throws Exception {
        X509Certificate certificate = (X509Certificate) CertificateFactory.getInstance("X.509", BC)
                .generateCertificate(new java.io.ByteArrayInputStream(der));
        check(Arrays.equals(certificate.getEncoded(), der), "certificate is not DER");
        return certificate;
    }

    private static void check(boolean holds, String what) {
        if (!holds) {
            throw new Wrong(what);
        }
    }

    private static final class Wrong extends RuntimeException {
        Wrong(String what) {
            super(what);
        }
    }
}
