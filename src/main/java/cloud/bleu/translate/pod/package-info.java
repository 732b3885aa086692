/**
 * What pods and templates bring along: requests, images, claims, traffic, what passes by the
 * decision.
 *
 * <p>It may import what the table of docs/architecture.md says; {@code PackageDirectionsTest} holds
 * it.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.translate.pod;
