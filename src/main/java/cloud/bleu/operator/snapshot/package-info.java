/**
 * What the last pass saw and decided, frozen for every controller, with the digests and dates that
 * it depends on.
 *
 * <p>It may import what the table of docs/architecture.md says; {@code PackageDirectionsTest} holds
 * it.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.operator.snapshot;
