/**
 * Runs of resilience drills: the thread that makes them, their way to the placement loop that
 * writes their entries, and how long ago each has passed.
 *
 * <p>It may import what the table of docs/architecture.md says; {@code PackageDirectionsTest} holds
 * it.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.operator.drill;
