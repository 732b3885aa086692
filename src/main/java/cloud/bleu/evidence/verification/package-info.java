/**
 * Checks an export without a cluster: chain, signatures, and each decision decided once more.
 *
 * <p>It may import what the table of docs/architecture.md says; {@code PackageDirectionsTest} holds
 * it.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.evidence.verification;
