/**
 * Checks an export without a cluster: chain, signatures, and each decision decided once more.
 *
 * <p>Which packages it may import: the table of docs/architecture.md, held by
 * PackageDirectionsTest.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.evidence.verification;
