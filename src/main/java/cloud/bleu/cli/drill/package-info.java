/**
 * Resilience drills for people and programs: simulated here, or as the operator of a cluster tells
 * them.
 *
 * <p>It may import what the table of docs/architecture.md says; {@code PackageDirectionsTest} holds
 * it.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.cli.drill;
