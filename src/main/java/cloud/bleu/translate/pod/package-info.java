/**
 * What pods and templates bring along: requests, images, claims, traffic, what passes by the
 * decision.
 *
 * <p>Which packages it may import: the table of docs/architecture.md, held by
 * PackageDirectionsTest.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.translate.pod;
