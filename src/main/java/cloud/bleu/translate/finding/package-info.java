/**
 * What is wrong with one object: what, where, what would be accepted, what to do.
 *
 * <p>It may import what the table of docs/architecture.md says; {@code PackageDirectionsTest} holds
 * it.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.translate.finding;
