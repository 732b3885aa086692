/**
 * The evacuation plan as a decision is written: losses that are answered alike are one group. It is
 * read back to exactly the contingencies that it was made of.
 *
 * <p>It may import what the table of docs/architecture.md says; {@code PackageDirectionsTest} holds
 * it.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.placement.evacuation;
