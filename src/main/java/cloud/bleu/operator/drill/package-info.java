/**
 * Runs of resilience drills between the controller that makes them and the placement loop that
 * writes their entries, and how long ago each has passed.
 *
 * <p>It may import what the table of docs/architecture.md says; {@code PackageDirectionsTest} holds
 * it.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.operator.drill;
