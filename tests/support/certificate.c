/* certificate.c: a key and a certificate signed by itself, for one name of this machine. */

#include "support/certificate.h"

#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include "support/test.h"

static void put_name(struct arena *arena, X509 *certificate, const char *name)
{
    X509_NAME *subject = X509_get_subject_name(certificate);
    X509_EXTENSION *names = X509V3_EXT_conf_nid(NULL, NULL, NID_subject_alt_name,
                                                arena_format(arena, "DNS:%s", name));

    assert_non_null(names);
    X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC, (const unsigned char *)name, -1, -1, 0);
    X509_set_issuer_name(certificate, subject);
    X509_add_ext(certificate, names, -1);
    X509_EXTENSION_free(names);
}

const char *certificate_make(struct arena *arena, const char *folder, const char *name)
{
    const char *path = arena_format(arena, "%s/%s.pem", folder, name);
    EVP_PKEY *key = EVP_EC_gen("P-256");
    X509 *certificate = X509_new();
    FILE *file = fopen(path, "wb");

    assert_true(key != NULL && certificate != NULL && file != NULL);
    X509_set_version(certificate, X509_VERSION_3);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate), 1);
    X509_gmtime_adj(X509_getm_notBefore(certificate), -3600);
    X509_gmtime_adj(X509_getm_notAfter(certificate), 3600);
    X509_set_pubkey(certificate, key);
    put_name(arena, certificate, name);
    assert_true(X509_sign(certificate, key, EVP_sha256()) > 0);
    assert_int_equal(PEM_write_PrivateKey(file, key, NULL, NULL, 0, NULL, NULL), 1);
    assert_int_equal(PEM_write_X509(file, certificate), 1);
    assert_int_equal(fclose(file), 0);
    X509_free(certificate);
    EVP_PKEY_free(key);
    return path;
}
